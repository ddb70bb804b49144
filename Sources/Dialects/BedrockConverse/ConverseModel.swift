internal import Primitives

/// What a model on Bedrock takes beside what all take, read off its id or ARN.
struct ConverseModel {
    enum Family: Equatable {
        case claude(ClaudeModel)
        case nova
        case nova2
        /// The open models: they take chat completions' own word for the effort.
        case gptOSS
        /// OpenAI's later models, which take that of Responses.
        case openAI
        case kimi
        case other
    }

    let family: Family
    /// Prompt caching (https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html): others refuse cache points.
    let caches: Bool
    /// Cache points among the tools: Nova takes them in system prompts and messages alone.
    let cachesTools: Bool
    /// Cache points that last an hour.
    let cachesLong: Bool
    /// `outputConfig` with a JSON schema (https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html).
    let structuredOutput: Bool

    init(_ name: String) {
        family = Self.family(name)
        switch family {
        case .claude(let model):
            caches = model.thinking != .none || name.includes("3-5-haiku") || name.includes("3-5-sonnet-20241022")
            cachesTools = caches
            cachesLong = model.cachesLong
            structuredOutput = model.structuredOutput
        case .nova, .nova2: (caches, cachesTools, cachesLong, structuredOutput) = (true, false, false, false)
        case .gptOSS, .openAI, .kimi: (caches, cachesTools, cachesLong, structuredOutput) = (false, false, false, true)
        case .other:
            (caches, cachesTools, cachesLong) = (false, false, false)
            structuredOutput = !["amazon.titan", "meta.llama", "cohere.", "ai21."].contains { name.contains($0) }
        }
    }

    var claude: ClaudeModel? { if case .claude(let model) = family { model } else { nil } }

    private static func family(_ name: String) -> Family {
        if name.includes("claude") { return .claude(ClaudeModel(name)) }
        if name.includes("amazon.nova-2") { return .nova2 }
        if name.includes("amazon.nova") { return .nova }
        if name.includes("openai.gpt-oss") { return .gptOSS }
        if name.includes("openai.") { return .openAI }
        if name.includes("moonshot") { return .kimi }
        return .other
    }
}
