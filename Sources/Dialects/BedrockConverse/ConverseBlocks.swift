internal import Conversation
internal import JSONText
internal import Primitives

/// Turns the content blocks of a Converse answer into events, streamed or whole. What it does not know it hands on unread.
struct ConverseBlocks {
    private struct Call {
        let number: Int
        var sawInput = false
    }

    /// Claude proves its thoughts on Bedrock as it does on Anthropic's own API.
    private let isClaude: Bool
    private var open: [Int: Call] = [:]
    private var calls = 0

    init(model: String) { isClaude = ConverseModel(model).claude != nil }

    /// Only tools' blocks begin with an event of their own.
    mutating func start(_ index: Int, _ block: JSONValue, into events: inout [ChatEvent]) {
        guard let tool = block["toolUse"], !Self.isServers(tool) else { return events.append(.opaque(block.raw.text)) }
        open[index] = Call(number: begin(tool, into: &events))
    }

    mutating func add(_ index: Int, _ delta: JSONValue, into events: inout [ChatEvent]) {
        for (key, value) in delta.members {
            switch key {
            case "text": say(value, into: &events) { .text($0) }
            case "reasoningContent": think(value, into: &events)
            case "citation": events.append(.citation(Self.citation(value)))
            case "toolUse" where open[index] != nil: addInput(index, value["input"], into: &events)
            default: events.append(.opaque(delta.raw.text))
            }
        }
    }

    mutating func stop(_ index: Int, into events: inout [ChatEvent]) {
        guard let call = open.removeValue(forKey: index), !call.sawInput else { return }
        events.append(.toolArguments(index: call.number, "{}"))
    }

    /// Ends blocks whose end the provider did not say.
    mutating func stopAll(into events: inout [ChatEvent]) {
        for index in open.keys.sorted() { stop(index, into: &events) }
    }

    /// A block that is complete.
    mutating func take(_ block: JSONValue, into events: inout [ChatEvent]) {
        for (key, value) in block.members {
            switch key {
            case "text": say(value, into: &events) { .text($0) }
            case "reasoningContent": think(value["reasoningText"] ?? value, into: &events)
            case "toolUse" where !Self.isServers(value):
                let number = begin(value, into: &events)
                events.append(.toolArguments(index: number, value["input"].flatMap { $0.kind == .object ? $0.raw.text : nil } ?? "{}"))
            case "citationsContent":
                for part in value["content"]?.elements.map({ $0 }) ?? [] { say(part["text"], into: &events) { .text($0) } }
                for citation in value["citations"]?.elements.map({ $0 }) ?? [] { events.append(.citation(Self.citation(citation))) }
            default: events.append(.opaque(block.raw.text))
            }
        }
    }

    private mutating func begin(_ tool: JSONValue, into events: inout [ChatEvent]) -> Int {
        events.append(.toolCall(index: calls, id: tool["toolUseId"]?.string ?? "", name: tool["name"]?.string ?? ""))
        calls += 1
        return calls - 1
    }

    private mutating func addInput(_ index: Int, _ part: JSONValue?, into events: inout [ChatEvent]) {
        guard let number = open[index]?.number, let text = part?.string, !text.isEmpty else { return }
        open[index]?.sawInput = true
        events.append(.toolArguments(index: number, text))
    }

    /// A tool that Bedrock runs by itself.
    private static func isServers(_ tool: JSONValue) -> Bool { tool["type"]?.isString("server_tool_use") == true }
}

// MARK: Thoughts and citations

extension ConverseBlocks {
    private func think(_ thought: JSONValue, into events: inout [ChatEvent]) {
        say(thought["text"], into: &events) { .reasoning($0) }
        say(thought["signature"], into: &events) { .reasoningSignature(SignatureText.read($0, in: isClaude ? .anthropicMessages : .bedrockConverse)) }
        say(thought["redactedContent"], into: &events) { .redactedReasoning(sealed($0)) }
    }

    /// Sealed thoughts travel as bytes, so in base64; Claude's are a text in there.
    private func sealed(_ base64: String) -> Signature {
        guard isClaude, let bytes = Base64.decode(base64) else { return ConverseSeal.read(base64) }
        return SignatureText.read(bytes.text, in: .anthropicMessages)
    }

    private func say(_ value: JSONValue?, into events: inout [ChatEvent], as event: (String) -> ChatEvent) {
        guard let value, !value.isEmptyOrNull, let text = value.string else { return }
        events.append(event(text))
    }

    private static func citation(_ value: JSONValue) -> Citation {
        let web = value["location"]?["web"]
        let quote = value["sourceContent"]?.elements.reduce(into: "") { $0 += $1["text"]?.string ?? "" }
        return Citation(
            url: web?["url"]?.string ?? value["source"]?.string, title: value["title"]?.string ?? web?["domain"]?.string,
            quote: quote?.isEmpty == true ? nil : quote)
    }
}
