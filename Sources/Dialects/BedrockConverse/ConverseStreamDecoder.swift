internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Decodes the events of ConverseStream (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStreamOutput.html).
/// An event's name says what it is; each carries padding, which means nothing. The usage comes behind the stop reason.
struct ConverseStreamDecoder: AnswerStreamDecoder {
    private enum State { case running, finished, over }

    private var blocks: ConverseBlocks
    private var state = State.running

    init(model: String) { blocks = ConverseBlocks(model: model) }

    mutating func decode(_ event: ServerSentEvent, into events: inout [ChatEvent]) throws(Fault) {
        guard state != .over, event.kind == .event, let name = event.event else { return }
        let root: JSONValue
        do {
            root = try JSONDocument.parse(event.data).root
        } catch {
            state = .over
            throw Fault(.transport, message: "the provider's stream holds what is not JSON: \(error.message)")
        }
        take(name, root, into: &events)
    }

    private mutating func take(_ name: String, _ root: JSONValue, into events: inout [ChatEvent]) {
        let index = root["contentBlockIndex"]?.int
        switch name {
        case "messageStart": events.append(.started(id: "", model: ""))
        case "contentBlockStart": if let index, let start = root["start"] { blocks.start(index, start, into: &events) }
        case "contentBlockDelta": if let index, let delta = root["delta"] { blocks.add(index, delta, into: &events) }
        case "contentBlockStop": if let index { blocks.stop(index, into: &events) }
        case "messageStop": finish(root, into: &events)
        case "metadata": end(root, into: &events)
        case _ where name == "error" || name.hasSuffix("Exception"):
            state = .over
            events.append(.failed(ConverseFault.fault(named: name, root)))
        // Events of a later version.
        default: break
        }
    }

    private mutating func finish(_ root: JSONValue, into events: inout [ChatEvent]) {
        guard state == .running, let word = root["stopReason"]?.string else { return }
        state = .finished
        blocks.stopAll(into: &events)
        events.append(.finished(ConverseStop.reason(word, extra: root["additionalModelResponseFields"])))
    }

    private mutating func end(_ root: JSONValue, into events: inout [ChatEvent]) {
        if let counts = root["usage"], counts.kind == .object { events.append(.usage(ConverseUsage.read(counts))) }
        guard state == .finished else { return }
        state = .over
        events.append(.ended)
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
