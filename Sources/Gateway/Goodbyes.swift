internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Telemetry

/// Tells callers for whom there is no connection left that it is so, in what they speak, and when to come back.
///
/// At most ``Limits/goodbyes`` at once and each for ``Limits/goodbyeTime``: beyond that the connection is closed without a word.
@LoopActor
final class Goodbyes {
    private var underWay = 0
    /// Connections that were refused, with a word or without.
    private(set) var refused = 0
    private var lastTold: Instant?
    private let log: (LogEntry) -> Void

    init(log: @escaping (LogEntry) -> Void) { self.log = log }

    func say(to socket: StreamSocket, _ entrance: Entrance, limit: Int) {
        refused += 1
        tell(limit)
        guard underWay < Limits.goodbyes else { return socket.close() }
        underWay += 1
        EventLoop.spawn {
            let timer = EventLoop.schedule(after: Limits.goodbyeTime) { socket.close() }
            await self.say(to: socket, entrance, CallFailure(Self.overloaded(limit)))
            timer.cancel()
            socket.close()
            self.underWay -= 1
        }
    }

    private static func overloaded(_ limit: Int) -> String { "the daemon has all the \(limit) connections that limits.connections allows" }

    private func say(to socket: StreamSocket, _ entrance: Entrance, _ failure: CallFailure) async {
        guard let first = try? await socket.read(), !first.isEmpty else { return }
        if entrance == .tcp || Connection.isLetter(first[0]) {
            HTTPReply(socket: socket, dialect: Self.dialect(first), keepsOpen: false, request: .random()).fail(failure)
        } else {
            for id in Self.ids(first) { socket.write(RPCWriter.error(RPCError(id: id, failure))) }
        }
        socket.shutdownSending()
        // A connection that is closed with bytes unread takes the answer away from its caller.
        while let more = try? await socket.read(), !more.isEmpty {}
    }

    /// The API that the request's path names.
    private static func dialect(_ first: Bytes) -> Dialect {
        let line = first.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }.prefix(Limits.requestHeadBytes)
        let path = Bytes(line).text.split(separator: " ").dropFirst().first?.prefix { $0 != "?" }
        return path.flatMap { HTTPPlace(String($0)).dialect } ?? .openAIChat
    }

    /// Under which the requests came that can be read already; an answer without an id where there are none.
    private static func ids(_ first: Bytes) -> [RPCID?] {
        var lines = LineSplitter(limit: first.count)
        lines.feed(first)
        var ids: [RPCID?] = []
        while let line = (try? lines.next()) ?? nil { ids.append((try? RPCMessage.read(line))?.id) }
        return ids.isEmpty ? [nil] : ids
    }

    private func tell(_ limit: Int) {
        let now = EventLoop.now
        guard lastTold.map({ now - $0 > Limits.overloadPause }) ?? true else { return }
        lastTold = now
        let text = "refusing connections: \(Self.overloaded(limit)), \(refused) refused by now"
        log(LogEntry(.warning, messageID: MessageID.overloaded.rawValue, message: text))
    }
}

extension CallFailure {
    fileprivate init(_ overload: String) { self.init(.overloaded, overload, retryAfter: Limits.shortestCooling) }
}
