internal import Conversation
internal import JSONText
internal import Primitives

/// Walks over the input of a Responses request: checks its form, measures it, decodes nothing.
struct ResponsesInputFacts {
    private(set) var count = 0
    private(set) var textBytes = 0
    private(set) var mediaTokens = 0
    private(set) var needs: Abilities = []
    /// Contents of the system and developer messages before any other item.
    private(set) var system: [ByteSlice] = []
    private(set) var firstUser: [ByteSlice] = []
    /// The first item or part that only the provider which holds it can read, by its path.
    private(set) var boundBy: String?
    private var sawOther = false

    mutating func read(_ input: JSONValue) throws(DialectError) {
        switch input.kind {
        case .string:
            count = 1
            textBytes = input.raw.count - 2
            firstUser = [input.raw]
        case .array:
            for item in input.elements {
                try readItem(item, "input[\(count)]")
                count += 1
            }
        default: throw .wrongType("input", "a string or an array")
        }
    }

    private mutating func readItem(_ item: JSONValue, _ path: String) throws(DialectError) {
        guard item.kind == .object else { throw .wrongType(path, "an object") }
        switch try Field.string(item["type"], "\(path).type") {
        case nil where item["role"] != nil, "message": return try readMessage(item, path)
        case nil where item["id"] != nil, "item_reference", "compaction": bind(path)
        case nil: throw .missing("\(path).role")
        case "function_call_output", "custom_tool_call_output": try readContent(item["output"], "\(path).output")
        default: textBytes += item.raw.count
        }
        sawOther = true
    }

    private mutating func readMessage(_ message: JSONValue, _ path: String) throws(DialectError) {
        let role = try ResponsesRole(message["role"], path)
        guard let content = message["content"] else { throw .missing("\(path).content") }
        try readContent(content, "\(path).content")
        if role.isSystem {
            if !sawOther { system += Beginnings.parts(of: content) }
            return
        }
        sawOther = true
        if role == .user, firstUser.isEmpty { firstUser = Beginnings.parts(of: content) }
    }

    private mutating func readContent(_ content: JSONValue?, _ path: String) throws(DialectError) {
        guard let content, !content.isNull else { throw .missing(path) }
        switch content.kind {
        case .string: textBytes += content.raw.count - 2
        case .array: for (place, part) in content.elements.enumerated() { try readPart(part, path, place) }
        default: throw .wrongType(path, "a string or an array")
        }
    }

    private mutating func readPart(_ part: JSONValue, _ path: String, _ place: Int) throws(DialectError) {
        guard part.kind == .object else { throw .wrongType("\(path)[\(place)]", "an object") }
        guard let type = part["type"] else { throw .missing("\(path)[\(place)].type") }
        guard type.kind == .string else { throw .wrongType("\(path)[\(place)].type", "a string") }
        if type.isString("input_text") || type.isString("output_text") {
            guard let text = part["text"], text.kind == .string else { throw .wrongType("\(path)[\(place)].text", "a string") }
            textBytes += text.raw.count - 2
        } else if type.isString("input_image") {
            needs.insert(.images)
            mediaTokens += MediaEstimate.image
            if let id = part["file_id"], !id.isNull { bind("\(path)[\(place)].file_id") }
        } else if type.isString("input_file") {
            needs.insert(.documents)
            mediaTokens += MediaEstimate.document(bytes: part.raw.count)
            if let id = part["file_id"], !id.isNull { bind("\(path)[\(place)].file_id") }
        } else if type.isString("input_audio") {
            needs.insert(.audio)
            mediaTokens += MediaEstimate.audio(bytes: part.raw.count)
        } else {
            textBytes += part.raw.count
        }
    }

    private mutating func bind(_ path: String) {
        if boundBy == nil { boundBy = path }
    }
}

/// Who speaks in a message of this API.
enum ResponsesRole: String {
    case user, assistant, system, developer

    init(_ value: JSONValue?, _ path: String) throws(DialectError) {
        guard let role = Self(rawValue: try Field.required(value, "\(path).role")) else {
            throw DialectError("\(path).role must be one of user, assistant, system, developer", parameter: "\(path).role", code: "invalid_value")
        }
        self = role
    }

    var isSystem: Bool { self == .system || self == .developer }
}
