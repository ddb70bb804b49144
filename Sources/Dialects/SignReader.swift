package import Conversation
package import JSONText
internal import Primitives

extension RequestSigns {
    /// Adds what a request's body shows, in one walk; nothing is decoded or copied.
    ///
    /// One reader serves all dialects, which call their parts by names of their own:
    /// `messages`, `input` or `contents` with `content`, `parts` or `output`; `system`, `instructions` or `systemInstruction`;
    /// and tools that are named by `name`, `function.name`, `toolSpec.name` or in `functionDeclarations`.
    /// It checks no form: the dialect's own reader did, or will.
    package mutating func read(_ body: JSONValue) {
        var reader = SignReader()
        reader.read(body)
        tools = reader.tools
        system = reader.system
        said = reader.said
    }
}

private struct SignReader {
    private(set) var tools: [ByteSlice] = []
    private(set) var system: [ByteSlice] = []
    private(set) var said: [ByteSlice] = []
    /// What stands at the top: fields may come in any order, and its texts go before those of messages.
    private var ahead: [ByteSlice] = []
    private var sawOther = false

    mutating func read(_ body: JSONValue) {
        for (key, value) in body.members {
            switch key {
            case "messages", "input", "contents": readMessages(value)
            case "system", "instructions", "systemInstruction", "system_instruction": Self.texts(of: value, into: &ahead)
            case "tools", "functions": readTools(value)
            case "toolConfig": if let tools = value["tools"] { readTools(tools) }
            default: break
            }
        }
        system = ahead + system
    }

    // MARK: Tools

    private mutating func readTools(_ list: JSONValue) {
        for tool in list.elements {
            guard tools.count < Limits.agentTools else { return }
            if let declarations = tool["functionDeclarations"] ?? tool["function_declarations"] {
                readTools(declarations)
            } else if let name = (tool["function"] ?? tool["toolSpec"] ?? tool)["name"]?.escapedString {
                tools.append(name)
            }
        }
    }

    // MARK: Texts

    private mutating func readMessages(_ list: JSONValue) {
        if list.kind == .string { return Self.texts(of: list, into: &said) }
        for message in list.elements { readMessage(message) }
    }

    /// What models said is no sign of their agent. System messages before all others are the system prompt, those between them are said.
    private mutating func readMessage(_ message: JSONValue) {
        let role = message["role"]
        if let role, role.isString("assistant") || role.isString("model") {
            sawOther = true
            return
        }
        // A model's thoughts are items of their own in Responses.
        if message["type"]?.isString("reasoning") == true { return }
        guard let content = message["content"] ?? message["parts"] ?? message["output"] else { return }
        if !sawOther, let role, role.isString("system") || role.isString("developer") { return Self.texts(of: content, into: &system) }
        sawOther = true
        Self.texts(of: content, into: &said)
    }

    /// Texts of a message's content: plain, in parts, or in the results of tools, where agents put their reminders too.
    private static func texts(of content: JSONValue, into texts: inout [ByteSlice]) {
        if let text = content.escapedString { return texts.append(text) }
        if content.kind == .object { return part(content, into: &texts) }
        for part in content.elements {
            if let text = part.escapedString { texts.append(text) } else { Self.part(part, into: &texts) }
        }
    }

    private static func part(_ part: JSONValue, into texts: inout [ByteSlice]) {
        if let text = part["text"]?.escapedString { return texts.append(text) }
        if let inner = part["parts"] ?? part["content"] ?? part["toolResult"]?["content"] { return result(inner, into: &texts) }
        if let response = part["functionResponse"]?["response"] { texts.append(response.raw) }
    }

    /// Results hold no further results, so this goes one level down and no more.
    private static func result(_ content: JSONValue, into texts: inout [ByteSlice]) {
        if let text = content.escapedString { return texts.append(text) }
        for part in content.elements {
            if let text = part["text"]?.escapedString { texts.append(text) }
        }
    }
}
