internal import CSystemd
internal import Glibc
package import Loop

/// A listening socket that the service manager opened.
package struct ActivatedSocket: Sendable, Equatable {
    /// `FileDescriptorName=` of the socket unit, else the unit's name.
    package let name: String
    fileprivate let number: Int32

    /// Takes the descriptor over; once.
    package func adopt() -> Descriptor { Descriptor(adopting: number) }
}

/// Sockets passed by socket activation (sd_listen_fds(3)).
package enum ActivatedSockets {
    /// Those passed to this process, each a listening stream socket; empty where there are none. A second call finds none.
    package static func take() throws(SystemError) -> [ActivatedSocket] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = sd_listen_fds_with_names(1, &names)
        guard count >= 0 else { throw SystemError("take the sockets of the service manager", code: -count) }
        defer { free(names) }
        var sockets: [ActivatedSocket] = []
        for index in 0..<Int(count) {
            let name = names?[index].map { String(cString: $0) } ?? "unknown"
            free(names?[index])
            let number = SD_LISTEN_FDS_START + Int32(index)
            guard sd_is_socket(number, AF_UNSPEC, Int32(SOCK_STREAM.rawValue), 1) > 0 else {
                throw SystemError("use descriptor \(number) (\(name)) of the service manager as a listening stream socket", code: EINVAL)
            }
            sockets.append(ActivatedSocket(name: name, number: number))
        }
        return sockets
    }
}
