package import Conversation

/// What routing decided about a request that its provider must be told.
package struct RequestPlan: Sendable {
    /// The model by its wire name.
    package var model: String
    package var stream: Bool
    /// The tier's effort; nil keeps the caller's.
    package var effort: Effort?
    /// The most tokens to generate where the caller set no bound and the API demands one.
    package var defaultMaxOutput: Int?
    /// Whether the provider sends a stream's usage only when asked (`stream_options`). Some send it anyway and refuse the
    /// question; Mistral answers 422.
    package var usageOnRequest = true
    private let makeCacheKey: @Sendable () -> String?

    /// What is marked for the provider's prompt cache is kept for the longer of its two lifetimes, where the caller names neither.
    package var keepsLonger = false

    /// The provider refused a signature of this conversation: what models thought is left out.
    package var withoutThoughts = false
    /// What the answer begins with already, given by another model: the assistant's message that the model goes on with.
    package var beginning: String?
    /// Where the provider serves the API.
    package var platform = Platform.direct
    /// What the caller wants of a vendor's unfinished features, where a platform wants to be told so in the body (`anthropic-beta`).
    package var betas: [String] = []

    package init(
        model: String, stream: Bool, effort: Effort? = nil, defaultMaxOutput: Int? = nil, usageOnRequest: Bool = true,
        cacheKey: @autoclosure @escaping @Sendable () -> String? = nil
    ) {
        self.model = model
        self.stream = stream
        self.effort = effort
        self.defaultMaxOutput = defaultMaxOutput
        self.usageOnRequest = usageOnRequest
        makeCacheKey = cacheKey
    }

    /// What names the conversation to the provider's prompt cache (`prompt_cache_key`), where the caller named none: made when it is asked
    /// for, since few providers are told.
    package var cacheKey: String? { makeCacheKey() }
}
