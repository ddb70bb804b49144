internal import Primitives

/// What an answer used, in tokens, split into classes that do not overlap: their sum is what the provider billed for.
package struct Usage: Sendable, Equatable {
    /// Input read at the full price.
    package var input = 0
    package var cacheRead = 0
    package var cacheWrite5m = 0
    package var cacheWrite1h = 0
    /// Output without reasoning.
    package var output = 0
    package var reasoning = 0
    package var audioInput = 0
    package var audioOutput = 0
    package var audioCacheRead = 0
    package var imageInput = 0
    package var imageOutput = 0
    /// Calls of a provider's own tools that are billed by the call, such as web searches: no tokens.
    package var toolRequests = 0
    /// The provider sent no figure, or the stream was cut before it: these are shunt's estimate.
    package var estimated = false

    package init() {}

    package init(input: Int, cacheRead: Int = 0, cacheWrite5m: Int = 0, cacheWrite1h: Int = 0, output: Int, reasoning: Int = 0) {
        self.input = input
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.output = output
        self.reasoning = reasoning
    }

    /// All that was read, cached or not.
    package var totalInput: Int { input + cacheRead + cacheWrite5m + cacheWrite1h + audioInput + audioCacheRead + imageInput }
    /// All that was written, reasoning included.
    package var totalOutput: Int { output + reasoning + audioOutput + imageOutput }
    package var cacheWrite: Int { cacheWrite5m + cacheWrite1h }

    /// What two calls used together.
    package static func + (left: Usage, right: Usage) -> Usage {
        var sum = left
        sum.input += right.input
        sum.cacheRead += right.cacheRead
        sum.cacheWrite5m += right.cacheWrite5m
        sum.cacheWrite1h += right.cacheWrite1h
        sum.output += right.output
        sum.reasoning += right.reasoning
        sum.audioInput += right.audioInput
        sum.audioOutput += right.audioOutput
        sum.audioCacheRead += right.audioCacheRead
        sum.imageInput += right.imageInput
        sum.imageOutput += right.imageOutput
        sum.toolRequests += right.toolRequests
        sum.estimated = left.estimated || right.estimated
        return sum
    }

    /// A count that a provider reported, held within ``Limits/tokensPerClass`` and never below zero.
    package static func believable(_ count: Int) -> Int { min(max(count, 0), Limits.tokensPerClass) }
}
