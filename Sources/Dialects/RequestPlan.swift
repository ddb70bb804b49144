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

    package init(model: String, stream: Bool, effort: Effort? = nil, defaultMaxOutput: Int? = nil, usageOnRequest: Bool = true) {
        self.model = model
        self.stream = stream
        self.effort = effort
        self.defaultMaxOutput = defaultMaxOutput
        self.usageOnRequest = usageOnRequest
    }
}
