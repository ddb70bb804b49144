internal import Glibc

/// What the host knows of users and of this process. Names are looked up in the host's name service, which may block.
package enum HostFacts {
    package static var ownUID: UInt32 { geteuid() }
    package static var ownPID: Int32 { getpid() }

    /// The user's name, nil where the host has none for it.
    package static func userName(_ uid: UInt32) -> String? {
        withRecord(passwd()) { getpwuid_r(uid, $0, $1, $2, $3) } read: { String(cString: $0.pw_name) }
    }

    package static func uid(ofUser name: String) -> UInt32? {
        withRecord(passwd()) { getpwnam_r(name, $0, $1, $2, $3) } read: { $0.pw_uid }
    }

    package static func groupName(_ gid: UInt32) -> String? {
        withRecord(group()) { getgrgid_r(gid, $0, $1, $2, $3) } read: { String(cString: $0.gr_name) }
    }

    package static func gid(ofGroup name: String) -> UInt32? {
        withRecord(group()) { getgrnam_r(name, $0, $1, $2, $3) } read: { $0.gr_gid }
    }

    /// Calls `find`, with more room each time it asks for it, and reads the record before its strings go.
    private static func withRecord<Record, Result>(
        _ empty: Record,
        _ find: (UnsafeMutablePointer<Record>, UnsafeMutablePointer<CChar>, Int, UnsafeMutablePointer<UnsafeMutablePointer<Record>?>) -> Int32,
        read: (Record) -> Result
    ) -> Result? {
        var record = empty
        for size in [1 << 10, 16 << 10, 256 << 10] {
            let room = UnsafeMutablePointer<CChar>.allocate(capacity: size)
            defer { room.deallocate() }
            var found: UnsafeMutablePointer<Record>?
            let code = find(&record, room, size, &found)
            if code == ERANGE { continue }
            return code == 0 ? found.map { read($0.pointee) } : nil
        }
        return nil
    }
}
