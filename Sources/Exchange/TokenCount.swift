package import Primitives

/// The length of a request in tokens.
package struct TokenCount: Sendable, Equatable {
    package let tokens: Int
    /// It is shunt's estimate from the text's length, not the provider's count.
    package let isEstimate: Bool
    /// The model that it holds for.
    package let model: ModelID

    package init(tokens: Int, isEstimate: Bool, model: ModelID) {
        self.tokens = tokens
        self.isEstimate = isEstimate
        self.model = model
    }
}
