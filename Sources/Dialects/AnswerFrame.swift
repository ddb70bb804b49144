package import Conversation
internal import HTTPWire
internal import JSONText
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

    /// A provider's event as it came, from its form as a server-sent event; nil where `raw` is none.
    package init?(passing raw: ByteSlice) {
        var parser = ServerSentEventParser(limit: .max)
        guard let event = try? parser.feed(raw).first, event.kind == .event else { return nil }
        self.init(event: event.event, data: Bytes(event.data))
    }

    /// Appends the frame in the framing of the dialect's streams: Amazon's is binary, all others send server-sent events, Google's with
    /// the line ends of HTTP.
    package func append(as dialect: Dialect, to bytes: inout Bytes) {
        switch dialect {
        case .bedrockConverse: EventStreamWriter.append(event ?? "", data, to: &bytes)
        case .gemini:
            bytes.append("data: ")
            bytes.append(contentsOf: data)
            bytes.append("\r\n\r\n")
        default: serverSentEvent(into: &bytes)
        }
    }

    /// The frame as one JSON document; nil for the mark that ends a stream. Where only the framing says what an event is, its name goes
    /// around it, as Amazon's SDKs show it: `{"contentBlockDelta":{…}}`.
    package func json(as dialect: Dialect) -> Bytes? {
        guard data.first == UInt8(ascii: "{") else { return nil }
        guard dialect.streamsBinary, let event else { return data }
        var writer = JSONWriter()
        writer.object { writer in
            writer.key(event)
            writer.raw(data[...])
        }
        return writer.bytes
    }
}

extension Dialect {
    /// Whether streams are Amazon's binary ones.
    package var streamsBinary: Bool { self == .bedrockConverse }

    /// What ends a stream of which the provider left its end mark out; nil where the last event is the mark.
    package var endMark: Bytes? { self == .openAIChat ? Bytes("data: [DONE]\n\n".utf8) : nil }

    /// What keeps an SDK waiting for the rest of a stream and says nothing; nil where the dialect's streams have no such thing.
    package var keepAlive: Bytes? {
        if streamsBinary { return nil }
        // Anthropic's API has an event for it; elsewhere it is a comment, as providers send them.
        return Bytes((self == .anthropicMessages ? "event: ping\ndata: {\"type\": \"ping\"}\n\n" : ": still under way\n\n").utf8)
    }

    /// The content type of an answer that is streamed to a caller.
    package var streamContentType: String { streamsBinary ? "application/vnd.amazon.eventstream" : "text/event-stream; charset=utf-8" }
}
