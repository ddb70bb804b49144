internal import Conversation
internal import JSONText
internal import Primitives

/// Turns the content blocks of an Anthropic answer into events, streamed or whole.
struct AnthropicBlocks {
    /// A block that has begun and not ended.
    private enum Open {
        /// Thoughts, and what was complete when it began.
        case plain
        /// Text, and what it cites: said behind the text, since elsewhere a citation is of the text before it.
        case text(citations: [Citation])
        case call(number: Int, input: String, sawArguments: Bool)
        /// A server's tool call and whatever else comes: the block as it began, and the input that followed.
        case opaque(block: JSONValue, input: String)
    }

    private var open: [Int: Open] = [:]
    private var calls = 0

    mutating func start(_ index: Int, _ block: JSONValue, into events: inout [ChatEvent]) {
        guard let type = block["type"] else { return }
        if type.isString("text") {
            say(block["text"], into: &events) { .text($0) }
            open[index] = .text(citations: block["citations"]?.elements.map(AnthropicCitations.decode) ?? [])
        } else if type.isString("thinking") {
            say(block["thinking"], into: &events) { .reasoning($0) }
            say(block["signature"], into: &events) { .reasoningSignature(SignatureText.read($0, in: .anthropicMessages)) }
            open[index] = .plain
        } else if type.isString("redacted_thinking") {
            say(block["data"], into: &events) { AnthropicCallSignature.event($0, behind: calls) }
            open[index] = .plain
        } else if type.isString("tool_use") {
            events.append(.toolCall(index: calls, id: block["id"]?.string ?? "", name: block["name"]?.string ?? ""))
            let input = block["input"].flatMap { $0.kind == .object && !$0.isEmptyOrNull ? $0.raw.text : nil }
            open[index] = .call(number: calls, input: input ?? "{}", sawArguments: false)
            calls += 1
        } else {
            open[index] = .opaque(block: block, input: "")
        }
    }

    mutating func add(_ index: Int, _ delta: JSONValue, into events: inout [ChatEvent]) {
        guard let type = delta["type"] else { return }
        if type.isString("text_delta") {
            say(delta["text"], into: &events) { .text($0) }
        } else if type.isString("thinking_delta") {
            say(delta["thinking"], into: &events) { .reasoning($0) }
        } else if type.isString("signature_delta") {
            say(delta["signature"], into: &events) { .reasoningSignature(SignatureText.read($0, in: .anthropicMessages)) }
        } else if type.isString("input_json_delta") {
            addInput(index, delta["partial_json"], into: &events)
        } else if type.isString("citations_delta"), let citation = delta["citation"], case .text(let citations) = open[index] {
            open[index] = .text(citations: citations + [AnthropicCitations.decode(citation)])
        } else {
            events.append(.opaque(delta.raw.text))
        }
    }

    private mutating func addInput(_ index: Int, _ part: JSONValue?, into events: inout [ChatEvent]) {
        guard let text = part?.string, !text.isEmpty else { return }
        switch open[index] {
        case .call(let number, let input, _):
            open[index] = .call(number: number, input: input, sawArguments: true)
            events.append(.toolArguments(index: number, text))
        case .opaque(let block, let input): open[index] = .opaque(block: block, input: input + text)
        case .plain, .text, nil: break
        }
    }

    mutating func stop(_ index: Int, into events: inout [ChatEvent]) {
        switch open.removeValue(forKey: index) {
        // A tool without arguments gets an empty delta or none; rarely the whole input came at the start.
        case .call(let number, let input, false): events.append(.toolArguments(index: number, input))
        case .opaque(let block, let input): events.append(.opaque(Self.whole(block, input)))
        case .text(let citations): for citation in citations { events.append(.citation(citation)) }
        case .call, .plain, nil: break
        }
    }

    /// Ends blocks whose end the provider did not say.
    mutating func stopAll(into events: inout [ChatEvent]) {
        for index in open.keys.sorted() { stop(index, into: &events) }
    }

    private func say(_ value: JSONValue?, into events: inout [ChatEvent], as event: (String) -> ChatEvent) {
        guard let value, !value.isEmptyOrNull, let text = value.string else { return }
        events.append(event(text))
    }

    private static func whole(_ block: JSONValue, _ input: String) -> String {
        var edits = SourceEdits(of: block)
        guard !input.isEmpty, (try? JSONDocument.parse(input)) != nil else { return block.raw.text }
        let member = Bytes(#""input":"#.utf8) + Bytes(input.utf8)
        if !edits.replaceMember("input", of: block, with: member) { edits.insert(member, into: block) }
        return edits.applied().text
    }
}
