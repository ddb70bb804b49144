internal import Gateway
internal import Host
internal import Loop
internal import Primitives
internal import Settings

/// The sockets that the daemon serves.
@LoopActor
enum Listeners {
    /// Those that systemd passes; without any, the command line's, else the configuration's. TCP comes beside them where it is on.
    static func open(_ options: DaemonOptions, _ listen: Listen) throws(SystemError) -> [(Listener, Entrance)] {
        var listeners: [(Listener, Entrance)] = []
        for socket in try ActivatedSockets.take() { listeners.append((try Listener(adopting: socket.adopt()), .unixSocket)) }
        if listeners.isEmpty { listeners.append((try unix(options, listen), .unixSocket)) }
        if let tcp = listen.tcp { listeners.append((try Listener.tcp(loopback: tcp.port), .tcp)) }
        return listeners
    }

    private static func unix(_ options: DaemonOptions, _ listen: Listen) throws(SystemError) -> Listener {
        let path = options.socket ?? listen.socket
        guard let name = listen.group else { return try Listener.unix(path: path, mode: listen.mode) }
        guard let group = HostFacts.gid(ofGroup: name) else {
            throw SystemError("give the socket to the group \"\(name)\", which the host does not know", code: 0)
        }
        return try Listener.unix(path: path, mode: listen.mode, group: group)
    }
}
