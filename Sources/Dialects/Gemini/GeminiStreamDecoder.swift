internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Decodes a stream of Gemini chunks. It has no mark for its end: the reason that a chunk named makes it one, once the bytes end.
struct GeminiStreamDecoder: AnswerStreamDecoder {
    private var answer = GeminiAnswer()
    private var isOver = false

    mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault) {
        guard !isOver, event.kind == .event, !event.data.isEmpty, !event.isDone else { return }
        let chunk: JSONValue
        do {
            chunk = try JSONDocument.parse(event.data).root
        } catch {
            isOver = true
            throw Fault(.transport, message: "the provider's stream holds what is not JSON: \(error.message)")
        }
        if let error = chunk["error"], !error.isNull {
            isOver = true
            return events.append(.failed(FaultClassifier.fault(in: ErrorBody(event: chunk))))
        }
        answer.take(chunk, into: &events)
    }

    mutating func finish() throws(Fault) -> [ChatEvent] {
        guard !isOver else { return [] }
        isOver = true
        guard answer.isComplete else { throw Fault(.transport, message: "the provider's stream was cut: it ended without a reason") }
        var events: [ChatEvent] = []
        try answer.end(&events)
        return events
    }
}
