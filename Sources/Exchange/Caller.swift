package import Settings

/// Who is on the other side of a connection, as the kernel and systemd say it.
package struct Caller: Sendable {
    package let identity: CallerIdentity
    package let pid: Int32

    package init(identity: CallerIdentity, pid: Int32) {
        self.identity = identity
        self.pid = pid
    }
}
