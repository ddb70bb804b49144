package import Conversation
internal import Primitives

extension Dialect {
    /// Whether providers of this API keep only what a request marks, else all that they see.
    /// Sources: https://platform.claude.com/docs/en/build-with-claude/prompt-caching,
    /// https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html,
    /// https://developers.openai.com/api/docs/guides/prompt-caching, https://ai.google.dev/gemini-api/docs/caching.
    var keepsWhatIsMarked: Bool {
        switch self {
        case .anthropicMessages, .bedrockConverse: true
        case .openAIChat, .openAIResponses, .gemini: false
        }
    }

    /// Whether another effort reads another cache. Anthropic: a change of effort or thinking always invalidates the messages
    /// (https://platform.claude.com/docs/en/build-with-claude/prompt-caching, "What invalidates the cache"). OpenAI: named as a cause of
    /// misses (https://developers.openai.com/cookbook/examples/prompt_caching_201), each effort having a cache of its own. Gemini says nothing of it.
    var keepsByEffort: Bool {
        switch self {
        case .anthropicMessages, .bedrockConverse, .openAIChat, .openAIResponses: true
        case .gemini: false
        }
    }
}

extension Dialect {
    /// Whether what a request marks says for how long it is to be kept. Sources: as above.
    var takesLifetimes: Bool { self == .anthropicMessages || self == .bedrockConverse }
}

extension Model {
    /// Whether its provider keeps only what a request marks.
    package var keepsWhatIsMarked: Bool { definition.cache?.isMarked ?? provider.dialect.keepsWhatIsMarked }

    /// How long its provider keeps a prefix; `isLong`: the request asked for the longer time.
    package func cacheLifetime(isLong: Bool) -> Duration {
        isLong ? definition.cache?.longLifetime ?? Limits.longCacheLifetime : definition.cache?.lifetime ?? Limits.cacheLifetime
    }

    /// The tokens of its cache that a request with `usage` leaves behind: what was read and written, or where the provider keeps
    /// every prompt the whole of it.
    package func kept(after usage: Usage) -> Int {
        let kept = keepsWhatIsMarked ? usage.cacheRead + usage.cacheWrite : usage.totalInput
        return kept < definition.cache?.minimum ?? 0 ? 0 : kept
    }
}
