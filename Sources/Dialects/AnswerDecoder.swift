package import Conversation
package import HTTPWire
package import Primitives

/// Decodes one dialect's stream; what it promises is said at ``AnswerDecoder``.
protocol AnswerStreamDecoder: Sendable {
    mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault)
    mutating func finish() throws(Fault) -> [ChatEvent]
    /// Whether the last event held the stream's usage and nothing else.
    var lastWasUsageOnly: Bool { get }
}

extension AnswerStreamDecoder {
    var lastWasUsageOnly: Bool { false }
}

/// Reads a provider's answer.
///
/// What the provider itself says of a failure in mid-stream becomes ``ChatEvent/failed(_:)``, behind what came before it; what is no
/// answer at all, and a stream that was cut, is thrown. After either there is nothing more to decode.
package struct AnswerDecoder: Sendable {
    private var decoder: any AnswerStreamDecoder

    /// `model`: who answers, by its wire name.
    package init(dialect: Dialect, model: String = "") { decoder = dialect.api.streamDecoder(of: model) }

    /// Whether the last event held the stream's usage and nothing else: where shunt asked for that (see ``OutgoingBody/addedUsage``),
    /// the event is not the caller's to see.
    package var lastWasUsageOnly: Bool { decoder.lastWasUsageOnly }

    package mutating func decode(_ event: ServerSentEvent) throws(Fault) -> [ChatEvent] {
        var events: [ChatEvent] = []
        try decode(event, into: &events)
        return events
    }

    /// As above, into an array that the caller reuses.
    package mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault) {
        try decoder.decode(event, into: &events)
    }

    /// The stream's bytes have ended. A stream that did not say that its answer is complete was cut.
    package mutating func finish() throws(Fault) -> [ChatEvent] { try decoder.finish() }

    /// Reads an answer that is one JSON document. One that holds an error in spite of its status 200 throws it.
    package static func whole(_ body: Bytes, dialect: Dialect, model: String = "") throws(Fault) -> [ChatEvent] {
        try dialect.api.answer(body, of: model)
    }

    /// As above, for OpenAI's embeddings: all that is read of them is what they used.
    package static func embeddings(_ body: Bytes) throws(Fault) -> [ChatEvent] { try EmbeddingsAnswer.decode(body) }

    /// Classes an answer whose status is not 200.
    package static func fault(status: Int, fields: HeaderFields, body: Bytes, dialect: Dialect) -> Fault {
        FaultClassifier.fault(status: status, fields: fields, body: body[...])
    }
}
