internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Decodes the event stream of Anthropic's Messages API. The data name their own type; the events' names only repeat it.
struct AnthropicStreamDecoder: AnswerStreamDecoder {
    private enum State { case running, finished, over }

    private var blocks = AnthropicBlocks()
    private var usage = AnthropicUsage()
    private var state = State.running
    private var repeated: RepeatedText?

    mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault) {
        guard state != .over, event.kind == .event, !event.data.isEmpty, !event.isDone else { return }
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
        guard said.count == 1, root["type"]?.isString("content_block_delta") == true, let delta = root["delta"] else { return nil }
        switch said.first {
        case .text: return RepeatedText(event, said: said, delta["text"])
        case .reasoning: return RepeatedText(event, said: said, delta["thinking"])
        case .toolArguments: return RepeatedText(event, said: said, delta["partial_json"])
        default: return nil
        }
    }

    private mutating func take(_ root: JSONValue, into events: inout [ChatEvent]) {
        guard let type = root["type"] else {
            if let error = root["error"], !error.isNull { fail(root, into: &events) }
            return
        }
        if type.isString("content_block_delta") {
            if let index = root["index"]?.int, let delta = root["delta"] { blocks.add(index, delta, into: &events) }
        } else if type.isString("content_block_start") {
            if let index = root["index"]?.int, let block = root["content_block"] { blocks.start(index, block, into: &events) }
        } else if type.isString("content_block_stop") {
            if let index = root["index"]?.int { blocks.stop(index, into: &events) }
        } else if type.isString("message_start") {
            start(root["message"], into: &events)
        } else if type.isString("message_delta") {
            finish(root, into: &events)
        } else if type.isString("message_stop") {
            end(into: &events)
        } else if type.isString("error") {
            fail(root, into: &events)
        }
    }

    private mutating func start(_ message: JSONValue?, into events: inout [ChatEvent]) {
        events.append(.started(id: message?["id"]?.string ?? "", model: message?["model"]?.string ?? ""))
        take(usage: message?["usage"], into: &events)
    }

    private mutating func take(usage value: JSONValue?, into events: inout [ChatEvent]) {
        guard let value, value.kind == .object else { return }
        usage.take(value)
        events.append(.usage(usage.total))
    }

    private mutating func finish(_ root: JSONValue, into events: inout [ChatEvent]) {
        take(usage: root["usage"], into: &events)
        guard state == .running, let delta = root["delta"], let word = delta["stop_reason"]?.string else { return }
        state = .finished
        blocks.stopAll(into: &events)
        if let explanation = AnthropicStop.explanation(delta["stop_details"]) { events.append(.refusal(explanation)) }
        events.append(.finished(AnthropicStop.reason(word, sequence: delta["stop_sequence"])))
    }

    private mutating func end(into events: inout [ChatEvent]) {
        if state == .running {
            blocks.stopAll(into: &events)
            events.append(.finished(.stop))
        }
        state = .over
        events.append(.ended)
    }

    private mutating func fail(_ root: JSONValue, into events: inout [ChatEvent]) {
        state = .over
        events.append(.failed(FaultClassifier.fault(in: ErrorBody(event: root))))
    }

    /// Nothing of the answer is missing once its stop reason has come.
    mutating func finish() throws(Fault) -> [ChatEvent] {
        defer { state = .over }
        switch state {
        case .finished: return [.ended]
        case .over: return []
        case .running: throw Fault(.transport, message: "the provider's stream was cut: it ended without a stop reason")
        }
    }
}
