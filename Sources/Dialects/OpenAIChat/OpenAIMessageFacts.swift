internal import Conversation
internal import JSONText
internal import Primitives

/// Walks over the messages of a chat-completions request: checks their form, measures them, decodes nothing.
struct OpenAIMessageFacts {
    private(set) var count = 0
    private(set) var textBytes = 0
    private(set) var mediaTokens = 0
    private(set) var needs: Abilities = []
    /// What only the provider of this API holds: a file, or speech of an earlier answer.
    private(set) var boundBy: String?
    /// Contents of the system and developer messages before any other.
    private(set) var system: [ByteSlice] = []
    private(set) var firstUser: [ByteSlice] = []
    private var sawOther = false

    mutating func read(_ messages: JSONValue) throws(DialectError) {
        for message in messages.elements {
            try readMessage(message, at: count)
            count += 1
        }
    }

    private mutating func readMessage(_ message: JSONValue, at index: Int) throws(DialectError) {
        guard message.kind == .object else { throw .wrongType("messages[\(index)]", "an object") }
        var role: OpenAIRole?
        var content: JSONValue?
        for (key, value) in message.members {
            switch key {
            case "role": role = try OpenAIRole(value, at: index)
            case "content": content = value
            case "tool_calls": try readToolCalls(value, at: index)
            case "audio": if value["id"] != nil { boundBy = "messages[\(index)].audio.id" }
            case "reasoning_content", "reasoning": if value.kind == .string { textBytes += value.raw.count }
            default: break
            }
        }
        guard let role else { throw .missing("messages[\(index)].role") }
        if let content { try readContent(content, at: index) }
        remember(role, content)
    }

    private mutating func remember(_ role: OpenAIRole, _ content: JSONValue?) {
        if role.isSystem {
            if !sawOther, let content { system += Beginnings.parts(of: content) }
            return
        }
        sawOther = true
        if role == .user, firstUser.isEmpty, let content { firstUser = Beginnings.parts(of: content) }
    }

    private mutating func readToolCalls(_ calls: JSONValue, at index: Int) throws(DialectError) {
        guard calls.kind == .array || calls.isNull else { throw .wrongType("messages[\(index)].tool_calls", "an array") }
        for (place, call) in calls.elements.enumerated() where call.kind != .object {
            throw .wrongType("messages[\(index)].tool_calls[\(place)]", "an object")
        }
        textBytes += calls.raw.count
    }

    private mutating func readContent(_ content: JSONValue, at index: Int) throws(DialectError) {
        switch content.kind {
        case .string: textBytes += content.raw.count - 2
        case .null: break
        case .array:
            for (place, part) in content.elements.enumerated() { try readPart(part, index, place) }
        default: throw .wrongType("messages[\(index)].content", "a string or an array")
        }
    }

    private mutating func readPart(_ part: JSONValue, _ index: Int, _ place: Int) throws(DialectError) {
        guard part.kind == .object else { throw .wrongType("messages[\(index)].content[\(place)]", "an object") }
        guard let type = part["type"] else { throw .missing("messages[\(index)].content[\(place)].type") }
        guard type.kind == .string else { throw .wrongType("messages[\(index)].content[\(place)].type", "a string") }
        if type.isString("text") {
            guard let text = part["text"], text.kind == .string else {
                throw .wrongType("messages[\(index)].content[\(place)].text", "a string")
            }
            textBytes += text.raw.count - 2
        } else if type.isString("image_url") {
            needs.insert(.images)
            mediaTokens += MediaEstimate.image
        } else if type.isString("file") {
            needs.insert(.documents)
            if let id = part["file"]?["file_id"], !id.isEmptyOrNull { boundBy = "messages[\(index)].content[\(place)].file.file_id" }
            mediaTokens += MediaEstimate.document(bytes: part.raw.count)
        } else if type.isString("input_audio") {
            needs.insert(.audio)
            mediaTokens += MediaEstimate.audio(bytes: part.raw.count)
        } else {
            textBytes += part.raw.count
        }
    }
}

/// Who speaks in a chat-completions message.
enum OpenAIRole: String {
    case system, developer, user, assistant, tool, function

    init(_ value: JSONValue, at index: Int) throws(DialectError) {
        guard let name = value.string else { throw .wrongType("messages[\(index)].role", "a string") }
        guard let role = Self(rawValue: name) else {
            throw DialectError(
                "messages[\(index)].role must be one of system, developer, user, assistant, tool, function",
                parameter: "messages[\(index)].role", code: "invalid_value")
        }
        self = role
    }

    var isSystem: Bool { self == .system || self == .developer }
}
