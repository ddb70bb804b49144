internal import Exchange
internal import Host
internal import Loop
internal import Settings

/// Puts names to the numbers by which the kernel knows callers. Each number is looked up once: the host's name service may be slow.
@LoopActor
final class CallerDirectory {
    private var users: [UInt32: String?] = [:]
    private var groups: [UInt32: String?] = [:]

    func identify(_ socket: StreamSocket) -> Caller? {
        guard let peer = socket.peer else { return nil }
        let identity = CallerIdentity(
            uid: peer.uid, gid: peer.gid, user: user(peer.uid), group: group(peer.gid), groups: peer.groups.compactMap(group), unit: peer.unit, userUnit: peer.userUnit, slice: peer.slice)
        return Caller(identity: identity, pid: peer.pid)
    }

    private func user(_ uid: UInt32) -> String? {
        if let known = users[uid] { return known }
        let name = HostFacts.userName(uid)
        users[uid] = .some(name)
        return name
    }

    private func group(_ gid: UInt32) -> String? {
        if let known = groups[gid] { return known }
        let name = HostFacts.groupName(gid)
        groups[gid] = .some(name)
        return name
    }
}
