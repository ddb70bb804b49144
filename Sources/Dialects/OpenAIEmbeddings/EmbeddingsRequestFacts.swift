internal import Conversation
internal import JSONText
internal import Primitives

/// Reads a request for embeddings once, from front to back, for what routing needs
/// (https://platform.openai.com/docs/api-reference/embeddings/create).
struct EmbeddingsRequestFacts {
    private var facts = RequestFacts()
    private var seen: Set<String> = []
    private var longestBytes = 0
    private var longestTokens = 0

    /// Members that services add to the API are the provider's to judge.
    private static let keys: Set<String> = ["model", "input", "dimensions", "encoding_format", "user", "metadata"]

    static func read(_ body: JSONValue) throws(DialectError) -> RequestFacts {
        var reader = Self()
        reader.facts.needs = .embeddings
        for (key, value) in body.members where keys.contains(key.text) {
            guard reader.seen.insert(key.text).inserted else { throw .twice(key.text) }
            if !value.isNull { try reader.take(key, value) }
        }
        guard !reader.facts.fingerprint.isEmpty else { throw .missing("input") }
        reader.facts.estimatedInputTokens = max(reader.longestTokens, RequestFacts.estimatedTokens(textBytes: reader.longestBytes))
        return reader.facts
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) throws(DialectError) {
        switch key {
        case "model": facts.model = try Field.string(value, "model")
        case "input": try readInput(value)
        case "dimensions": _ = try Field.count(value, "dimensions")
        case "encoding_format": _ = try Field.string(value, "encoding_format")
        case "user": _ = try Field.string(value, "user")
        case "metadata": facts.mode = try Field.string(Field.object(value, "metadata")?["mode"], "metadata.mode")
        default: break
        }
    }

    /// A text, an array of texts, an array of tokens, or an array of such arrays.
    private mutating func readInput(_ value: JSONValue) throws(DialectError) {
        facts.fingerprint = [value.raw]
        if let text = value.escapedString { return longestBytes = text.count }
        guard value.kind == .array else { throw .wrongType("input", Self.forms) }
        var elements = value.elements.makeIterator()
        guard let first = elements.next() else {
            throw DialectError("input must be a non-empty array", parameter: "input", code: "empty_array")
        }
        if first.kind == .number { return longestTokens = try Self.tokens(value, "input") }
        var index = 0
        var next: JSONValue? = first
        while let element = next {
            guard index < Limits.embeddingInputs else {
                throw DialectError("input must have at most \(Limits.embeddingInputs) elements", parameter: "input", code: "array_above_max_length")
            }
            try readElement(element, index, like: first)
            index += 1
            next = elements.next()
        }
    }

    private mutating func readElement(_ element: JSONValue, _ index: Int, like first: JSONValue) throws(DialectError) {
        guard first.kind == .string || first.kind == .array else { throw .wrongType("input[0]", "a string, a token or an array of tokens") }
        if first.kind == .array { return longestTokens = max(longestTokens, try Self.tokens(element, "input[\(index)]")) }
        guard let text = element.escapedString else { throw .wrongType("input[\(index)]", "a string like the elements before it") }
        longestBytes = max(longestBytes, text.count)
    }

    /// How many tokens the array holds.
    private static func tokens(_ value: JSONValue, _ path: @autoclosure Field.Path) throws(DialectError) -> Int {
        guard value.kind == .array else { throw .wrongType(path(), "an array of tokens") }
        var count = 0
        for token in value.elements {
            guard let number = token.int, number >= 0 else { throw .wrongType("\(path())[\(count)]", "a token: a whole number of at least 0") }
            count += 1
        }
        guard count > 0 else { throw DialectError("\(path()) must be a non-empty array", parameter: path(), code: "empty_array") }
        return count
    }

    private static let forms = "a string, an array of strings, an array of tokens, or an array of arrays of tokens"
}
