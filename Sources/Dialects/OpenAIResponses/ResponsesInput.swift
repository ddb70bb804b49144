internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes the input of a Responses request.
///
/// What the model said comes as one item for each thought, text and call; here they are one message until somebody else speaks.
struct ResponsesInput {
    private(set) var system: [ContentPart] = []
    private(set) var messages: [Message] = []
    private(set) var unsaid: [String] = []
    /// The last message holds tool results and nothing else, so the next result joins it.
    private var collectsResults = false

    mutating func read(_ input: JSONValue) throws(DialectError) {
        if let text = Text(input) { return say(.user, [.text(text)]) }
        guard input.kind == .array else { throw .wrongType("input", "a string or an array") }
        for (index, item) in input.elements.enumerated() { try readItem(item, "input[\(index)]") }
    }

    private mutating func readItem(_ item: JSONValue, _ path: String) throws(DialectError) {
        guard item.kind == .object else { throw .wrongType(path, "an object") }
        switch try Field.string(item["type"], "\(path).type") {
        case nil where item["role"] != nil, "message": try readMessage(item, path)
        case "function_call": try readCall(item, path)
        case "custom_tool_call": try readCustomCall(item, path)
        case "function_call_output", "custom_tool_call_output": try readResult(item, path)
        case "reasoning": try readReasoning(item, path)
        default: unsaid.append(path)
        }
    }

    private mutating func readMessage(_ message: JSONValue, _ path: String) throws(DialectError) {
        let role = try ResponsesRole(message["role"], path)
        let parts = try content(message["content"], "\(path).content")
        switch role {
        case .user: say(.user, parts)
        case .assistant: say(.assistant, parts)
        case .system, .developer:
            if messages.isEmpty { return system += parts }
            // It keeps its place, since moving it to the front would change the prefix that caches hold.
            unsaid.append("\(path).role")
            say(.user, [.text("<system>")] + parts + [.text("</system>")])
        }
    }

    private mutating func say(_ role: Message.Role, _ parts: [ContentPart]) {
        collectsResults = false
        if role == .assistant, messages.last?.role == .assistant {
            messages[messages.count - 1].parts += parts
        } else {
            messages.append(Message(role: role, parts: parts))
        }
    }

    private mutating func content(_ content: JSONValue?, _ path: String) throws(DialectError) -> [ContentPart] {
        guard let content, !content.isNull else { throw .missing(path) }
        if let text = Text(content) { return [.text(text)] }
        guard content.kind == .array else { throw .wrongType(path, "a string or an array") }
        var parts: [ContentPart] = []
        for (index, element) in content.elements.enumerated() {
            if let part = try ResponsesContent.part(element, "\(path)[\(index)]") { parts.append(part) } else { unsaid.append("\(path)[\(index)]") }
        }
        return parts
    }

    private mutating func readCall(_ item: JSONValue, _ path: String) throws(DialectError) {
        let arguments = try Field.string(item["arguments"], "\(path).arguments") ?? ""
        try addCall(item, path, arguments: arguments.isEmpty ? "{}" : arguments)
    }

    /// A custom tool takes free text, which elsewhere is the one argument of a function: see ``ResponsesTools``.
    private mutating func readCustomCall(_ item: JSONValue, _ path: String) throws(DialectError) {
        try addCall(item, path, arguments: ResponsesTools.wrapped(input: Field.string(item["input"], "\(path).input") ?? ""))
    }

    private mutating func addCall(_ item: JSONValue, _ path: String, arguments: String) throws(DialectError) {
        let id = try Field.required(item["call_id"], "\(path).call_id")
        say(.assistant, [.toolCall(ToolCall(id: id, name: try Field.required(item["name"], "\(path).name"), arguments: arguments))])
    }

    private mutating func readResult(_ item: JSONValue, _ path: String) throws(DialectError) {
        let id = try Field.required(item["call_id"], "\(path).call_id")
        let result = ContentPart.toolResult(ToolResult(callID: id, parts: try content(item["output"], "\(path).output")))
        if collectsResults { return messages[messages.count - 1].parts.append(result) }
        say(.user, [result])
        collectsResults = true
    }

    /// Without a summary the item is sealed; with one, even an empty one, its encrypted content completes what it tells.
    private mutating func readReasoning(_ item: JSONValue, _ path: String) throws(DialectError) {
        let signature = ResponsesSignature.held(
            id: try Field.string(item["id"], "\(path).id"), encrypted: try Field.string(item["encrypted_content"], "\(path).encrypted_content"))
        if let signature, let (call, own) = ResponsesCallSignature.unwrap(signature) { return sign(call: call, own) }
        let summary = Self.texts(item["summary"])
        let told = summary.isEmpty ? Self.texts(item["content"]) : summary
        if let signature, told.isEmpty { return say(.assistant, [.redactedReasoning(signature)]) }
        guard !told.isEmpty else { return unsaid.append(path) }
        say(.assistant, [.reasoning(text: told.joined(separator: "\n\n"), signature: signature)])
    }

    private static func texts(_ parts: JSONValue?) -> [String] { parts?.elements.compactMap { $0["text"]?.string } ?? [] }

    private mutating func sign(call: String, _ signature: Signature) {
        guard let last = messages.indices.last else { return }
        for (place, part) in messages[last].parts.enumerated().reversed() {
            guard case .toolCall(var found, let cache) = part, found.id == call else { continue }
            found.signature = signature
            messages[last].parts[place] = .toolCall(found, cache: cache)
            return
        }
    }
}
