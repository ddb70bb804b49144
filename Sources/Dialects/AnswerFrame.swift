package import Conversation
internal import HTTPWire
package import Primitives

/// One event of an answer's stream as a caller reads it.
package struct AnswerFrame: Sendable, Equatable {
    /// The `event` field; nil in APIs that have none.
    package let event: String?
    /// One JSON document, or the mark that ends an OpenAI stream.
    package let data: Bytes

    package init(event: String?, data: Bytes) {
        self.event = event
        self.data = data
    }

    static let done = AnswerFrame(event: nil, data: Bytes("[DONE]".utf8))

    /// Appends the frame as a server-sent event. The data hold no line break.
    package func serverSentEvent(into bytes: inout Bytes) {
        ServerSentEvent.append(name: event, data: data[...], to: &bytes)
    }

    /// Appends the frame in the framing of the dialect's streams: Amazon's is binary, all others send server-sent events.
    package func append(as dialect: Dialect, to bytes: inout Bytes) {
        if dialect == .bedrockConverse { EventStreamWriter.append(event ?? "", data, to: &bytes) } else { serverSentEvent(into: &bytes) }
    }
}
