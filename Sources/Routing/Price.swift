package import Primitives

/// What a model costs, as exact money per token of each class of ``Conversation/Usage``.
///
/// Nil is "the table does not say". What then counts is stated at each class; where nothing does, the cost is unknown.
package struct Price: Sendable, Equatable {
    package var input: Money?
    package var output: Money?
    /// Nil: cached input costs what input costs.
    package var cacheRead: Money?
    /// Nil: the provider takes nothing extra for filling its cache, so this is input.
    package var cacheWrite5m: Money?
    /// Nil: as input where ``cacheWrite5m`` is nil too, else unknown, for the longer lifetime is the dearer one.
    package var cacheWrite1h: Money?
    /// Nil: thoughts cost what output costs.
    package var reasoning: Money?
    /// Nil: unknown. Audio is dearer than text everywhere, so text's price would be wrong.
    package var audioInput: Money?
    package var audioOutput: Money?

    package init(
        input: Money? = nil, output: Money? = nil, cacheRead: Money? = nil, cacheWrite5m: Money? = nil,
        cacheWrite1h: Money? = nil, reasoning: Money? = nil, audioInput: Money? = nil, audioOutput: Money? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.reasoning = reasoning
        self.audioInput = audioInput
        self.audioOutput = audioOutput
    }

    /// Picodollars per token in one dollar per million tokens, as a power of ten.
    package static let powerOfPicodollarsPerToken = 6
}
