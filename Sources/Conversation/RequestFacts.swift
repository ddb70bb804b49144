package import Primitives

/// What routing needs to know of a request: read in one walk over the body, without decoding the conversation.
package struct RequestFacts: Sendable, Equatable {
    /// The model as the caller named it; nil where it named none.
    package var model: String?
    package var stream = false
    /// The mode that the body carries (`metadata.mode`), unfolded.
    package var mode: String?
    /// The session that the body carries (`prompt_cache_key`, `metadata.user_id`, …).
    package var session: String?
    /// What tells this conversation from another where nothing names it: system prompt, tools, first user message.
    package var fingerprint: [ByteSlice] = []
    package var needs: Abilities = []
    package var effort: Effort?
    /// The most tokens that the caller wants; nil where it set no bound.
    package var maxOutputTokens: Int?
    /// The caller would rather have an error than lose anything that the provider cannot be told (`strict`).
    package var strict = false
    /// The request leans on what the provider of its dialect keeps (an earlier answer, a cached prefix, a file), so that no other
    /// dialect can carry it; by the field's name.
    package var boundBy: String?
    /// Tokens that the model's context has to hold, estimated from the text's length: see ``estimatedTokens(textBytes:)``. All of the input,
    /// but of an embeddings request the longest of its inputs.
    package var estimatedInputTokens = 0

    package init() {}

    /// The request is for vectors instead of a turn of a conversation.
    package var asksForEmbeddings: Bool { needs.contains(.embeddings) }

    /// Four bytes of text a token: the usual figure for English and code; within a third of real counts on most prompts.
    package static func estimatedTokens(textBytes: Int) -> Int { (textBytes + 3) / 4 }
}

/// What a request needs and a model may be able to do.
package struct Abilities: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The standard library's own is generic, and costs other modules a thousand instructions.
    package init(arrayLiteral elements: Abilities...) { rawValue = elements.reduce(0) { $0 | $1.rawValue } }

    package static let tools = Self(rawValue: 1)
    package static let images = Self(rawValue: 2)
    package static let documents = Self(rawValue: 4)
    package static let audio = Self(rawValue: 8)
    package static let structuredOutput = Self(rawValue: 16)
    /// Turns texts into vectors. Unlike the others it is not tried where nothing is known: no model does it by the way.
    package static let embeddings = Self(rawValue: 32)

    /// The names by which tables and messages call them, in order.
    package static let named: [(name: String, ability: Self)] = [
        ("tools", .tools), ("images", .images), ("documents", .documents), ("audio", .audio),
        ("structured-output", .structuredOutput), ("embeddings", .embeddings),
    ]
}
