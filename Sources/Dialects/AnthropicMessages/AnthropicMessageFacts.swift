internal import Conversation
internal import JSONText
internal import Primitives

/// Walks over the messages of a Messages request: checks their form, measures them, decodes nothing.
struct AnthropicMessageFacts {
    private(set) var count = 0
    private(set) var textBytes = 0
    private(set) var mediaTokens = 0
    private(set) var needs: Abilities = []
    /// A file that Anthropic holds.
    private(set) var boundBy: String?
    private(set) var firstUser: [ByteSlice] = []

    mutating func read(_ messages: JSONValue) throws(DialectError) {
        for message in messages.elements {
            try readMessage(message, at: count)
            count += 1
        }
    }

    private mutating func readMessage(_ message: JSONValue, at index: Int) throws(DialectError) {
        guard message.kind == .object else { throw .wrongType("messages[\(index)]", "an object") }
        guard let role = message["role"] else { throw .missing("messages[\(index)].role") }
        guard role.isString("user") || role.isString("assistant") || role.isString("system") else {
            throw DialectError(
                "messages[\(index)].role must be one of user, assistant, system", parameter: "messages[\(index)].role", code: "invalid_value")
        }
        guard let content = message["content"] else { throw .missing("messages[\(index)].content") }
        if firstUser.isEmpty, role.isString("user") { firstUser = Beginnings.parts(of: content) }
        switch content.kind {
        case .string: textBytes += content.raw.count - 2
        case .array: try readBlocks(content) { "messages[\(index)].content" }
        default: throw .wrongType("messages[\(index)].content", "a string or an array")
        }
    }

    /// Blocks of a message, or of a tool's result within one.
    private mutating func readBlocks(_ blocks: JSONValue, _ path: () -> String) throws(DialectError) {
        for (place, block) in blocks.elements.enumerated() {
            guard block.kind == .object else { throw .wrongType("\(path())[\(place)]", "an object") }
            guard let type = block["type"], type.kind == .string else { throw .wrongType("\(path())[\(place)].type", "a string") }
            if block["source"]?["type"]?.isString("file") == true { boundBy = "\(path())[\(place)].source.file_id" }
            if type.isString("image") {
                needs.insert(.images)
                mediaTokens += MediaEstimate.image
            } else if type.isString("document") {
                needs.insert(.documents)
                mediaTokens += MediaEstimate.document(bytes: block.raw.count)
            } else if type.isString("tool_result"), let content = block["content"], content.kind == .array {
                // Results hold no further results, so this goes one level down and no more.
                try readResult(content, { "\(path())[\(place)].content" })
            } else {
                textBytes += block.raw.count
            }
        }
    }

    private mutating func readResult(_ blocks: JSONValue, _ path: () -> String) throws(DialectError) {
        for (place, block) in blocks.elements.enumerated() {
            guard block.kind == .object else { throw .wrongType("\(path())[\(place)]", "an object") }
            if block["type"]?.isString("image") == true {
                needs.insert(.images)
                mediaTokens += MediaEstimate.image
            } else {
                textBytes += block.raw.count
            }
        }
    }
}
