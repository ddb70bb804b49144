internal import JSONText

extension JSONValue {
    /// A member under either of the names that Google's APIs take for it: `inlineData` and `inline_data`.
    func either(_ camel: StaticString, _ snake: StaticString) -> JSONValue? {
        guard let value = self[camel] ?? self[snake], !value.isNull else { return nil }
        return value
    }

    /// The elements of a list; Google's APIs take a single object for a list of one.
    var elementsOrSelf: [JSONValue] { kind == .object ? [self] : Array(elements) }
}

/// Reads words of enumerations, which Google's APIs take in either case and by number.
enum GeminiWord {
    /// Nil where the value is neither a word nor one of the numbers of `words`.
    static func read(_ value: JSONValue?, _ words: [Int: String]) -> String? {
        guard let value else { return nil }
        if let word = value.string { return word.uppercased() }
        return value.int.flatMap { words[$0] }
    }

    /// `Candidate.FinishReason`.
    static let finishReasons = [
        1: "STOP", 2: "MAX_TOKENS", 3: "SAFETY", 4: "RECITATION", 5: "OTHER", 6: "LANGUAGE", 7: "BLOCKLIST", 8: "PROHIBITED_CONTENT",
        9: "SPII", 10: "MALFORMED_FUNCTION_CALL", 11: "IMAGE_SAFETY", 12: "UNEXPECTED_TOOL_CALL", 13: "TOO_MANY_TOOL_CALLS",
        14: "IMAGE_PROHIBITED_CONTENT", 15: "IMAGE_OTHER", 16: "NO_IMAGE", 17: "IMAGE_RECITATION",
    ]

    /// `PromptFeedback.BlockReason`.
    static let blockReasons = [1: "SAFETY", 2: "OTHER", 3: "BLOCKLIST", 4: "PROHIBITED_CONTENT", 5: "IMAGE_SAFETY"]

    /// `Modality` of a count of tokens.
    static let modalities = [1: "TEXT", 2: "IMAGE", 3: "VIDEO", 4: "AUDIO", 5: "DOCUMENT"]

    /// `FunctionCallingConfig.Mode`.
    static let callingModes = [1: "AUTO", 2: "ANY", 3: "NONE", 4: "VALIDATED"]

    /// `Schema.Type`.
    static let schemaTypes = [1: "STRING", 2: "NUMBER", 3: "INTEGER", 4: "BOOLEAN", 5: "ARRAY", 6: "OBJECT", 7: "NULL"]
}
