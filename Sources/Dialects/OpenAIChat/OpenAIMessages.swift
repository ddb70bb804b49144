internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes the messages of a chat-completions request.
struct OpenAIMessages {
    private(set) var system: [ContentPart] = []
    private(set) var messages: [Message] = []
    private(set) var unsaid: [String] = []
    /// The last message holds tool results and nothing else, so the next result joins it.
    private var collectsResults = false

    mutating func read(_ value: JSONValue) throws(DialectError) {
        for (index, message) in value.elements.enumerated() {
            guard message.kind == .object else { throw .wrongType("messages[\(index)]", "an object") }
            guard let role = message["role"] else { throw .missing("messages[\(index)].role") }
            try read(message, OpenAIRole(role, at: index), "messages[\(index)]")
        }
    }

    private mutating func read(_ message: JSONValue, _ role: OpenAIRole, _ path: String) throws(DialectError) {
        let name = message["name"]
        if role != .function, let name, !name.isEmptyOrNull { unsaid.append("\(path).name") }
        switch role {
        case .system, .developer: try readSystem(message, path)
        case .user: append(.user, try parts(message["content"], path))
        case .assistant: append(.assistant, try assistantParts(message, path))
        case .tool: try readResult(message, id: Field.string(message["tool_call_id"], "\(path).tool_call_id") ?? "", path)
        case .function: try readResult(message, id: Field.string(name, "\(path).name") ?? "", path)
        }
    }

    private mutating func append(_ role: Message.Role, _ parts: [ContentPart]) {
        collectsResults = false
        messages.append(Message(role: role, parts: parts))
    }

    /// A system message in mid-conversation keeps its place, since moving it to the front would change the prefix that caches hold.
    private mutating func readSystem(_ message: JSONValue, _ path: String) throws(DialectError) {
        let parts = try parts(message["content"], path)
        if messages.isEmpty { return system += parts }
        unsaid.append("\(path).role")
        append(.user, [.text("<system>")] + parts + [.text("</system>")])
    }

    private mutating func readResult(_ message: JSONValue, id: String, _ path: String) throws(DialectError) {
        var parts = try parts(message["content"], path)
        var cache: CacheMarker?
        // What was marked is the result; its text has no prefix of its own.
        if case .text(let text, let marker?) = parts.last {
            cache = marker
            parts[parts.count - 1] = .text(text)
        }
        let result = ContentPart.toolResult(ToolResult(callID: id, parts: parts), cache: cache)
        if collectsResults {
            messages[messages.count - 1].parts.append(result)
        } else {
            append(.user, [result])
            collectsResults = true
        }
    }

    private mutating func parts(_ content: JSONValue?, _ path: String) throws(DialectError) -> [ContentPart] {
        guard let content, !content.isNull else { return [] }
        if let text = Text(content) { return [.text(text)] }
        guard content.kind == .array else { throw .wrongType("\(path).content", "a string or an array") }
        var parts: [ContentPart] = []
        for (index, part) in content.elements.enumerated() {
            let place = "\(path).content[\(index)]"
            let read = try OpenAIContent.parts(part, place)
            if read.isEmpty { unsaid.append(place) }
            parts += read
        }
        return parts
    }

    private mutating func assistantParts(_ message: JSONValue, _ path: String) throws(DialectError) -> [ContentPart] {
        var parts = try reasoning(message, path)
        if let audio = message["audio"], !audio.isNull { unsaid.append("\(path).audio") }
        let content = try self.parts(message["content"], path)
        // Services that fill in every field send an empty content beside tool calls.
        parts += content.filter { if case .text(let text, nil) = $0 { !text.isEmpty } else { true } }
        if let refusal = try Field.string(message["refusal"], "\(path).refusal") { parts.append(.refusal(refusal)) }
        if let calls = try Field.array(message["tool_calls"], "\(path).tool_calls") {
            for (index, call) in calls.elements.enumerated() { parts.append(try self.call(call, "\(path).tool_calls[\(index)]")) }
        }
        if let call = try Field.object(message["function_call"], "\(path).function_call") {
            let name = try Field.required(call["name"], "\(path).function_call.name")
            // Answers to such calls name the function alone.
            parts.append(.toolCall(ToolCall(id: name, name: name, arguments: try arguments(call, "\(path).function_call"))))
        }
        return parts
    }

    private mutating func call(_ call: JSONValue, _ path: String) throws(DialectError) -> ContentPart {
        guard let function = try Field.object(call["function"], "\(path).function") else {
            // A custom tool's call: free text instead of arguments.
            unsaid.append(path)
            return .text("")
        }
        return .toolCall(
            ToolCall(
                id: try Field.string(call["id"], "\(path).id") ?? "", name: try Field.required(function["name"], "\(path).function.name"),
                arguments: try arguments(function, "\(path).function"), signature: GoogleExtra.signature(call)))
    }

    private func arguments(_ function: JSONValue, _ path: String) throws(DialectError) -> String {
        guard let arguments = function["arguments"], !arguments.isNull else { return "{}" }
        // Some services and libraries hold arguments as an object.
        if arguments.kind == .object { return arguments.raw.text }
        guard let text = arguments.string else { throw .wrongType("\(path).arguments", "a string") }
        return text.isEmpty ? "{}" : text
    }
}

// MARK: Thoughts

extension OpenAIMessages {
    /// Thoughts come as text (`reasoning_content` or `reasoning`, often both with the same text), and with the signature or
    /// the sealed data that only their issuer can read (`reasoning_details`, OpenRouter's form), which then often hold the text again.
    private func reasoning(_ message: JSONValue, _ path: String) throws(DialectError) -> [ContentPart] {
        var text = try Field.string(message["reasoning_content"], "\(path).reasoning_content") ?? ""
        if text.isEmpty, message["reasoning"]?.kind == .string { text = message["reasoning"]?.string ?? "" }
        var details = ReasoningDetails()
        for detail in message["reasoning_details"]?.elements.map({ $0 }) ?? [] { details.add(detail) }
        if let signature = GoogleExtra.signature(message) { details.sign(signature) }
        return details.parts(of: text)
    }
}

/// Puts together the thoughts of one message from their details, which may be the pieces of a stream.
private struct ReasoningDetails {
    private var parts: [ContentPart] = []
    private var hasText = false
    /// A signature that came without text: of the text that stands elsewhere.
    private var signature: Signature?

    mutating func add(_ detail: JSONValue) {
        if let text = detail["text"]?.string ?? detail["summary"]?.string, !text.isEmpty { add(text) }
        if let text = detail["signature"]?.string, !text.isEmpty { sign(OpenAIThoughts.signature(text, of: detail)) }
        if let data = detail["data"]?.string { parts.append(.redactedReasoning(OpenAIThoughts.signature(data, of: detail))) }
    }

    /// A signed thought is complete: what follows begins another.
    private mutating func add(_ text: String) {
        hasText = true
        if case .reasoning(let before, nil) = parts.last {
            parts[parts.count - 1] = .reasoning(text: before + text, signature: nil)
        } else {
            parts.append(.reasoning(text: text, signature: nil))
        }
    }

    mutating func sign(_ signature: Signature) {
        if case .reasoning(let text, nil) = parts.last {
            parts[parts.count - 1] = .reasoning(text: text, signature: signature)
        } else {
            self.signature = signature
        }
    }

    consuming func parts(of text: String) -> [ContentPart] {
        if hasText || text.isEmpty && signature == nil { return parts }
        return [.reasoning(text: text, signature: signature)] + parts
    }
}
