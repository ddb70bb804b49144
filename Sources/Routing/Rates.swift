package import Primitives

/// What tokens and calls cost at one time and one length of context: exact money for each class of ``Conversation/Usage``.
///
/// Nil is "nobody said". What then counts is stated at each class; where nothing does, the cost is unknown.
package struct Rates: Sendable, Equatable {
    /// Per token, like all that follow but the last two.
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
    /// Nil: cached audio costs what audio costs.
    package var audioCacheRead: Money?
    /// Nil: images cost what text costs.
    package var imageInput: Money?
    package var imageOutput: Money?
    /// One request; nil: nothing.
    package var request: Money?
    /// One call of a tool that the provider runs and bills, such as a web search; nil: unknown.
    package var toolRequest: Money?

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

    /// All classes, by the names that tables and listings call them.
    package static let classes: [(name: String, field: any WritableKeyPath<Rates, Money?> & Sendable)] = [
        ("input", \.input), ("output", \.output), ("cache_read", \.cacheRead), ("cache_write", \.cacheWrite5m),
        ("cache_write_1h", \.cacheWrite1h), ("reasoning", \.reasoning), ("audio_input", \.audioInput), ("audio_output", \.audioOutput),
        ("audio_cache_read", \.audioCacheRead), ("image_input", \.imageInput), ("image_output", \.imageOutput),
        ("request", \.request), ("tool_request", \.toolRequest),
    ]

    /// These rates, and those of `base` where these say nothing.
    package func over(_ base: Rates) -> Rates {
        var rates = self
        for (_, field) in Self.classes where rates[keyPath: field] == nil { rates[keyPath: field] = base[keyPath: field] }
        return rates
    }
}
