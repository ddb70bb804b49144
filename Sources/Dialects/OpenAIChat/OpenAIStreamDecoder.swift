internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Decodes a stream of chat-completion chunks, as any of the services that speak this API sends it.
struct OpenAIStreamDecoder: AnswerStreamDecoder {
    private enum State { case running, over }

    private var answer = OpenAIAnswer()
    private var state = State.running
    private var repeated: RepeatedText?
    private(set) var lastWasUsageOnly = false

    mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault) {
        lastWasUsageOnly = false
        guard state == .running, event.kind == .event, !event.data.isEmpty else { return }
        if let said = repeated?.said(by: event) { return events.append(said) }
        if event.isDone { return try end(&events) }
        let (chunk, known): (JSONValue, Int)
        do {
            (chunk, known) = (try JSONDocument.parse(event.data).root, events.count)
        } catch {
            state = .over
            throw Fault(.transport, message: "the provider's stream holds what is not JSON: \(error.message)")
        }
        try take(chunk, isError: event.name?.elementsEqual("error".utf8) == true, into: &events)
        repeated = OpenAIRepetition.of(event, chunk, said: events[known...])
    }

    private mutating func take(_ chunk: JSONValue, isError: Bool, into events: inout [ChatEvent]) throws(Fault) {
        var choices, usage, otherUsage, error, id, model: JSONValue?
        for (key, value) in chunk.members {
            switch key {
            case "choices": choices = value
            case "usage": usage = value
            case "x_groq": otherUsage = value["usage"]
            case "error": error = value
            case "id": id = value
            case "model": model = value
            default: break
            }
        }
        if answer.isEmpty { answer.name(id: id?.string, model: model?.string) }
        let hasChoices = choices?.isEmptyOrNull == false
        if hasChoices, let choices {
            answer.start(&events)
            for choice in choices.elements { answer.take(choice: choice, isWhole: false, into: &events) }
        }
        let counted = usage.flatMap(OpenAIUsage.decode) ?? otherUsage.flatMap(OpenAIUsage.decode)
        if let counted { events.append(.usage(counted)) }
        lastWasUsageOnly = counted != nil && !hasChoices && error == nil
        if isError || error.map({ !$0.isNull }) == true { fail(FaultClassifier.fault(in: ErrorBody(event: chunk)), &events) }
    }

    private mutating func fail(_ fault: Fault, _ events: inout [ChatEvent]) {
        state = .over
        events.append(.failed(fault))
    }

    /// The stream says that it is complete.
    private mutating func end(_ events: inout [ChatEvent]) throws(Fault) {
        guard !answer.isEmpty else {
            state = .over
            throw Fault(.transport, message: "the provider's stream ended without an answer")
        }
        if let fault = OpenAIFinish.fault(answer.finish) { return fail(fault, &events) }
        state = .over
        answer.end(&events)
    }

    /// Several services never send `[DONE]`; a reason for the end will do.
    mutating func finish() throws(Fault) -> [ChatEvent] {
        guard state == .running else { return [] }
        guard answer.finish != nil else {
            state = .over
            throw Fault(.transport, message: "the provider's stream was cut: it ended without a reason")
        }
        var events: [ChatEvent] = []
        try end(&events)
        return events
    }
}
