package import Conversation
package import HTTPWire
package import Primitives

/// Splits the bytes of a provider's stream into events. Any chunking of the same bytes gives the same events.
package protocol FrameParser: Sendable {
    /// The events that `chunk` completes. Bytes that cannot be such a stream are thrown, behind the events before them.
    mutating func frames(of chunk: Bytes) throws(Fault) -> [ServerSentEvent]
}

extension ServerSentEventParser: FrameParser {
    package mutating func frames(of chunk: Bytes) throws(Fault) -> [ServerSentEvent] {
        do {
            return try feed(chunk)
        } catch {
            throw Fault(.transport, message: "the provider sent an event of more than \(error.limit) bytes")
        }
    }
}

extension Dialect {
    /// What splits a stream of this dialect into events of at most `limit` bytes.
    package func frameParser(limit: Int) -> any FrameParser { api.frameParser(limit: limit) }

    /// As above, by what the answer itself says it is: one API may come over several carriers. Nil where it is no stream.
    package func frameParser(contentType: String?, limit: Int) -> (any FrameParser)? {
        switch contentType?.prefix(while: { $0 != ";" && $0 != " " }).lowercased() {
        case "text/event-stream" where self == .gemini, "application/json" where self == .gemini: api.frameParser(limit: limit)
        case "text/event-stream": ServerSentEventParser(limit: limit)
        case "application/vnd.amazon.eventstream": EventStreamParser(limit: limit)
        default: nil
        }
    }
}
