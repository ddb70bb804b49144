/// Who shares what is there for all: a unit of systemd's where the caller is one, else a user.
package struct Party: Hashable, Sendable {
    package let uid: UInt32
    package let unit: String?

    package init(uid: UInt32, unit: String?) {
        self.uid = uid
        self.unit = unit
    }
}
