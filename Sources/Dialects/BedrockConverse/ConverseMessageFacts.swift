internal import Conversation
internal import JSONText
internal import Primitives

/// Walks over the messages of a Converse request: checks their form, measures them, decodes nothing.
struct ConverseMessageFacts {
    private(set) var count = 0
    private(set) var textBytes = 0
    private(set) var mediaTokens = 0
    private(set) var needs: Abilities = []
    private(set) var firstUser: [ByteSlice] = []
    /// A file in the caller's own S3 bucket, which Bedrock alone can read.
    private(set) var boundBy: String?

    mutating func read(_ messages: JSONValue) throws(DialectError) {
        for message in messages.elements {
            try readMessage(message, at: count)
            count += 1
        }
    }

    private mutating func readMessage(_ message: JSONValue, at index: Int) throws(DialectError) {
        guard message.kind == .object else { throw .wrongType("messages[\(index)]", "an object") }
        guard let role = message["role"] else { throw .missing("messages[\(index)].role") }
        guard role.isString("user") || role.isString("assistant") else {
            throw DialectError(
                "messages[\(index)].role must be one of user, assistant", parameter: "messages[\(index)].role", code: "invalid_value")
        }
        guard let content = message["content"] else { throw .missing("messages[\(index)].content") }
        guard content.kind == .array else { throw .wrongType("messages[\(index)].content", "an array") }
        if firstUser.isEmpty, role.isString("user") { firstUser = Beginnings.parts(of: content) }
        for (place, block) in content.elements.enumerated() {
            guard block.kind == .object else { throw .wrongType("messages[\(index)].content[\(place)]", "an object") }
            // Results hold no further results, so this goes one level down and no more.
            if let parts = block["toolResult"]?["content"], parts.kind == .array {
                for part in parts.elements { measure(part) }
            } else {
                measure(block)
            }
        }
    }

    private mutating func measure(_ block: JSONValue) {
        for (key, value) in block.members {
            switch key {
            case "image", "video":
                needs.insert(.images)
                mediaTokens += MediaEstimate.image
            case "document":
                needs.insert(.documents)
                mediaTokens += MediaEstimate.document(bytes: value.raw.count)
            case "audio":
                needs.insert(.audio)
                mediaTokens += MediaEstimate.audio(bytes: value.raw.count)
            default:
                textBytes += value.raw.count
                continue
            }
            if value["source"]?["s3Location"] != nil { boundBy = "s3Location" }
        }
    }
}
