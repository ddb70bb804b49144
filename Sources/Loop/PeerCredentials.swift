internal import CLinux
internal import CSystemd
internal import Glibc

/// Who is at the other end of a Unix socket: what the kernel recorded when it connected, and the unit that systemd runs it in.
package struct PeerCredentials: Sendable, Hashable {
    package let uid: UInt32
    package let gid: UInt32
    package let pid: Int32
    /// The system unit, or the user unit for a process of a user's own service manager; nil outside systemd.
    package let unit: String?
    package let slice: String?

    package init(uid: UInt32, gid: UInt32, pid: Int32, unit: String?, slice: String?) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.unit = unit
        self.slice = slice
    }

    /// Nil where `socket` is no Unix socket. Reads the peer's cgroup; the process may be gone by then, and its unit unknown.
    init?(of socket: Int32) {
        guard clinux_socket_family(socket) == AF_UNIX else { return nil }
        var (uid, gid, pid): (UInt32, UInt32, Int32) = (0, 0, 0)
        guard clinux_peer_credentials(socket, &uid, &gid, &pid) == 0 else { return nil }
        let userUnit = Self.text { sd_peer_get_user_unit(socket, $0) }
        self.init(
            uid: uid, gid: gid, pid: pid,
            unit: userUnit ?? Self.text { sd_peer_get_unit(socket, $0) },
            slice: userUnit != nil ? Self.text { sd_peer_get_user_slice(socket, $0) } : Self.text { sd_peer_get_slice(socket, $0) })
    }

    /// What a function of libsystemd allocated, or nil where it failed.
    private static func text(_ look: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Int32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard look(&text) >= 0, let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }
}
