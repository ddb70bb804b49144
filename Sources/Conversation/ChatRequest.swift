/// A request in no API's words: what any dialect decodes to and encodes from.
///
/// JSON that shunt only carries (schemas, tool arguments) stays the source text it came as.
package struct ChatRequest: Sendable, Equatable {
    /// System prompts, in order.
    package var system: [ContentPart] = []
    package var messages: [Message] = []
    package var tools: [Tool] = []
    package var toolChoice: ToolChoice?
    /// Whether the model may call several tools in one turn; nil leaves it to the provider.
    package var parallelToolCalls: Bool?
    package var output: OutputFormat = .text
    package var sampling = Sampling()
    /// The most tokens to generate, reasoning included.
    package var maxOutputTokens: Int?
    package var effort: Effort?
    /// A bound for reasoning in tokens, for APIs that count rather than grade it.
    package var reasoningBudget: Int?
    package var stream = false
    /// The end user as the caller names them to the provider.
    package var user: String?
    package var serviceTier: String?
    /// Names and values that the caller wants to find at the provider.
    package var metadata: [Label] = []
    /// Whether the caller wants to read what the model thinks, where an API makes that a choice.
    package var showsReasoning: Bool?
    /// What the source said and this form has no place for, by its path there, such as `logit_bias` or `messages[2].name`.
    package var unsaid: [String] = []

    package init() {}
}

/// How hard a model thinks, in the steps that APIs share.
package enum Effort: String, Sendable, CaseIterable, Comparable {
    case none, minimal, low, medium, high, xhigh, max

    package static func < (left: Self, right: Self) -> Bool {
        allCases.firstIndex(of: left)! < allCases.firstIndex(of: right)!
    }
}

package struct Message: Sendable, Equatable {
    package enum Role: String, Sendable { case user, assistant }

    package var role: Role
    package var parts: [ContentPart]

    package init(role: Role, parts: [ContentPart]) {
        self.role = role
        self.parts = parts
    }
}

package enum ContentPart: Sendable, Equatable {
    case text(Text, cache: CacheMarker? = nil)
    case image(Media, cache: CacheMarker? = nil)
    case document(Media, name: String?, cache: CacheMarker? = nil)
    case audio(Media)
    case toolCall(ToolCall, cache: CacheMarker? = nil)
    case toolResult(ToolResult, cache: CacheMarker? = nil)
    /// Thoughts of an earlier turn; `signature` only means something to the provider that issued it.
    case reasoning(text: String, signature: Signature?)
    /// Thoughts that only their issuer can read.
    case redactedReasoning(Signature)
    case refusal(String)

    package static func text(_ string: String, cache: CacheMarker? = nil) -> Self { .text(Text(string), cache: cache) }
}

/// Bytes or a reference, of a declared media type such as `image/png`.
package struct Media: Sendable, Equatable {
    package enum Source: Sendable, Equatable {
        /// Base64 as the caller wrote it.
        case base64(String)
        case url(String)
        /// A file that the provider holds.
        case file(String)
    }

    package var type: String?
    package var source: Source
    /// How closely to look: `low`, `high`, `auto`.
    package var detail: String?

    package init(type: String?, source: Source, detail: String? = nil) {
        self.type = type
        self.source = source
        self.detail = detail
    }
}

/// "The prefix up to here is worth keeping", and for how long.
package struct CacheMarker: Sendable, Equatable {
    package enum Lifetime: String, Sendable { case fiveMinutes = "5m", oneHour = "1h" }
    package var lifetime: Lifetime

    package init(lifetime: Lifetime = .fiveMinutes) { self.lifetime = lifetime }
}

package struct ToolCall: Sendable, Equatable {
    package var id: String
    package var name: String
    /// A JSON object, as the model wrote it.
    package var arguments: String
    /// What its issuer wants to see again with the call (Gemini).
    package var signature: Signature?

    package init(id: String, name: String, arguments: String, signature: Signature? = nil) {
        self.id = id
        self.name = name
        self.arguments = arguments
        self.signature = signature
    }
}

package struct ToolResult: Sendable, Equatable {
    package var callID: String
    package var parts: [ContentPart]
    package var isError: Bool

    package init(callID: String, parts: [ContentPart], isError: Bool = false) {
        self.callID = callID
        self.parts = parts
        self.isError = isError
    }
}

package struct Tool: Sendable, Equatable {
    package var name: String
    package var description: String?
    /// A JSON schema as source text; nil for a tool without arguments.
    package var parameters: String?
    package var strict: Bool?
    package var cache: CacheMarker?

    package init(name: String, description: String? = nil, parameters: String? = nil, strict: Bool? = nil, cache: CacheMarker? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
        self.cache = cache
    }
}

package enum ToolChoice: Sendable, Equatable {
    case auto, none, required
    case tool(String)
}

package enum OutputFormat: Sendable, Equatable {
    case text
    /// Any JSON object.
    case json
    /// JSON that `schema` (source text) describes.
    case schema(name: String?, schema: String, strict: Bool?)
}

/// Numbers stay the text they came as, so that no digit changes on the way.
package struct Sampling: Sendable, Equatable {
    package var temperature: String?
    package var topP: String?
    package var topK: String?
    package var seed: String?
    package var frequencyPenalty: String?
    package var presencePenalty: String?
    package var stop: [String] = []
    package var logprobs: Bool?
    /// How many likely tokens to name at each place.
    package var topLogprobs: Int?

    package init() {}
}

/// A name and a value that a request is labelled with.
package struct Label: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}
