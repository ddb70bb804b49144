internal import CLinux
internal import CSystemd
internal import Glibc

/// Who is at the other end of a Unix socket: what the kernel recorded when it connected, and the unit that systemd runs it in.
package struct PeerCredentials: Sendable, Hashable {
    package let uid: UInt32
    package let gid: UInt32
    /// The other groups that it is in.
    package let groups: [UInt32]
    package let pid: Int32
    /// The unit of the system's service manager, such as `agent@1.service` or `session-3.scope`; nil outside systemd.
    package let unit: String?
    /// The unit of the user's own service manager. Any user can give one any name: match it together with the uid.
    package let userUnit: String?
    package let slice: String?

    package init(
        uid: UInt32, gid: UInt32, groups: [UInt32] = [], pid: Int32, unit: String? = nil, userUnit: String? = nil, slice: String? = nil
    ) {
        self.uid = uid
        self.gid = gid
        self.groups = groups
        self.pid = pid
        self.unit = unit
        self.userUnit = userUnit
        self.slice = slice
    }

    /// Nil where `socket` is no Unix socket. Reads the peer's control group; the process may be gone by then, and its unit unknown.
    init?(of socket: Int32) {
        guard clinux_socket_family(socket) == AF_UNIX else { return nil }
        var (uid, gid, pid): (UInt32, UInt32, Int32) = (0, 0, 0)
        guard clinux_peer_credentials(socket, &uid, &gid, &pid) == 0 else { return nil }
        let group = Self.text { sd_peer_get_cgroup(socket, $0) }.map { ControlGroup(path: $0, root: Self.root) }
        self.init(
            uid: uid, gid: gid, groups: Self.groups(socket).filter { $0 != gid }, pid: pid, unit: group?.unit, userUnit: group?.userUnit,
            slice: group?.slice)
    }

    /// Empty where the kernel does not say.
    private static func groups(_ socket: Int32) -> [UInt32] {
        var count: Int32 = 32
        while true {
            let room = count
            let groups = [UInt32](unsafeUninitializedCapacity: Int(room)) { buffer, filled in
                count = buffer.baseAddress.map { clinux_peer_groups(socket, $0, room) } ?? 0
                filled = count > room ? 0 : Int(max(count, 0))
            }
            if count <= room { return groups }
        }
    }

    /// The control group in which the service manager, process 1, set up the system.
    private static let root: String = {
        let path = text { sd_pid_get_cgroup(1, $0) } ?? ""
        for suffix in ["/init.scope", "/system.slice", "/"] where path.hasSuffix(suffix) { return String(path.dropLast(suffix.count)) }
        return path
    }()

    /// What a function of libsystemd allocated, or nil where it failed.
    private static func text(_ look: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard look(&text) >= 0, let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
