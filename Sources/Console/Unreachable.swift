internal import Primitives

/// The daemon could not be asked, and what an operator can do about it.
struct Unreachable: Error, Equatable {
    let message: String
    let remedy: String?
    /// The socket is there, and its permissions keep this user out.
    var isDenied = false

    /// Nothing listens at any of `paths`.
    static func absent(_ paths: [String]) -> Unreachable {
        let places = paths.joined(separator: " or ")
        return Unreachable(
            message: "no daemon: there is no socket at \(places)",
            remedy: "start it with \"systemctl start shuntd.socket\", or say where it listens with --socket or SHUNT_SOCKET")
    }

    static func denied(_ path: String) -> Unreachable {
        Unreachable(
            message: "this user may not connect to \(path)",
            remedy: "callers belong to the group that owns the socket: \"usermod --append --groups shunt USER\", then log in again", isDenied: true)
    }

    static func deaf(_ path: String) -> Unreachable {
        Unreachable(
            message: "nobody listens at \(path)", remedy: "the daemon that made it is gone: \"systemctl restart shuntd.socket\"")
    }

    static func other(_ path: String, _ reason: String) -> Unreachable {
        Unreachable(message: "cannot reach the daemon at \(path): \(reason)", remedy: nil)
    }

    static let gone = Unreachable(
        message: "the daemon closed the connection before it answered", remedy: "\"journalctl --unit=shuntd\" may say why")

    static func silent(_ path: String, _ patience: Duration) -> Unreachable {
        let time = SpanText.text(milliseconds: Int(patience.inMilliseconds))
        return Unreachable(message: "the daemon at \(path) did not answer within \(time)", remedy: "\"systemctl status shuntd\" tells how it is")
    }

    static func stranger(_ path: String) -> Unreachable {
        Unreachable(message: "what answers at \(path) does not speak shunt's protocol", remedy: nil)
    }
}
