internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Decodes the event stream of the Responses API. The data name their own type; the events' names only repeat it, and services differ on
/// whether they number them.
struct ResponsesStreamDecoder: AnswerStreamDecoder {
    private enum State {
        case running
        /// An error was told; `response.failed`, which follows it mostly, knows more.
        case failing(Fault)
        case over
    }

    private var items = ResponsesItems()
    private var state = State.running
    private var hasStarted = false
    private var repeated: RepeatedText?

    mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault) {
        if case .over = state { return }
        guard event.kind == .event, !event.data.isEmpty, !event.isDone else { return }
        if let said = repeated?.said(by: event) { return events.append(said) }
        let (root, known): (JSONValue, Int)
        do {
            (root, known) = (try JSONDocument.parse(event.data).root, events.count)
        } catch {
            state = .over
            throw Fault(.transport, message: "the provider's stream holds what is not JSON: \(error.message)")
        }
        take(root, into: &events)
        repeated = Self.repetition(of: event, root, said: events[known...])
    }

    /// Nil where `said`, all that the event said, is not the text of a delta.
    private static func repetition(of event: ServerSentEvent, _ root: JSONValue, said: ArraySlice<ChatEvent>) -> RepeatedText? {
        guard said.count == 1, root["type"]?.string?.hasSuffix(".delta") == true else { return nil }
        return RepeatedText(event, said: said, root["delta"], others: [root["sequence_number"], root["obfuscation"]])
    }

    private mutating func take(_ root: JSONValue, into events: inout [ChatEvent]) {
        guard let type = root["type"]?.string else {
            if let error = root["error"], !error.isNull { state = .failing(FaultClassifier.fault(in: ErrorBody(event: root))) }
            return
        }
        if case .failing(let fault) = state {
            if type == "response.failed" { fail(root["response"], or: fault, into: &events) }
            return
        }
        switch type {
        case "response.created", "response.in_progress", "response.queued": start(root["response"], into: &events)
        case "response.completed", "response.incomplete", "response.cancelled": end(root["response"] ?? root, into: &events)
        case "response.failed": fail(root["response"], or: nil, into: &events)
        case "error": state = .failing(FaultClassifier.fault(in: ErrorBody(event: root)))
        default:
            guard let index = root["output_index"]?.int else { return }
            start(nil, into: &events)
            items.take(type, root, at: index, into: &events)
        }
    }

    private mutating func start(_ response: JSONValue?, into events: inout [ChatEvent]) {
        guard !hasStarted else { return }
        hasStarted = true
        items.answer = response?["id"]?.string ?? ""
        events.append(.started(id: items.answer, model: response?["model"]?.string ?? ""))
    }

    private mutating func end(_ response: JSONValue, into events: inout [ChatEvent]) {
        start(response, into: &events)
        state = .over
        items.end(response, into: &events)
        events.append(.ended)
    }

    private mutating func fail(_ response: JSONValue?, or told: Fault?, into events: inout [ChatEvent]) {
        state = .over
        let hasError = response?["error"].map { !$0.isNull } ?? false
        guard let response, hasError else {
            return events.append(.failed(told ?? Fault(.provider, message: "the provider said that its answer failed, and not why")))
        }
        events.append(.failed(FaultClassifier.fault(in: ErrorBody(event: response))))
    }

    mutating func finish() throws(Fault) -> [ChatEvent] {
        defer { state = .over }
        switch state {
        case .running: throw Fault(.transport, message: "the provider's stream was cut: it ended without a last event")
        case .failing(let fault): return [.failed(fault)]
        case .over: return []
        }
    }
}
