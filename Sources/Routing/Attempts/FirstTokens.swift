package import Primitives

/// How long models took to their first token lately: what tells how late is late.
package struct FirstTokens: Sendable {
    /// The latest times of one model, in milliseconds.
    private struct Sample {
        var times: [Int64] = []
        /// The oldest, once all places are taken.
        var oldest = 0

        mutating func add(_ time: Int64) {
            if times.count < Limits.firstTokens { return times.append(time) }
            times[oldest] = time
            oldest = (oldest + 1) % Limits.firstTokens
        }
    }

    private var samples: [ModelID: Sample] = [:]

    package init() {}

    /// A first token came; or none had come after this time, when nobody wanted it any longer.
    package mutating func add(_ model: ModelID, _ time: Duration) {
        if samples[model] == nil, samples.count >= Limits.firstTokenModels { samples = [:] }
        samples[model, default: Sample()].add(time.inMilliseconds)
    }

    /// The time within which `percent` in a hundred began, by the nearest rank; nil where too few are known.
    package func percentile(_ percent: Int, of model: ModelID) -> Duration? {
        guard let times = samples[model]?.times, times.count >= Limits.firstTokenSample else { return nil }
        let rank = (times.count * percent + 99) / 100
        return .milliseconds(times.sorted()[min(max(rank, 1), times.count) - 1])
    }

    /// How long the model's first token is waited for before another candidate is asked.
    package func patience(with model: ModelID, _ hedge: Conduct.Hedge) -> Duration {
        max(percentile(hedge.percentile, of: model) ?? .zero, hedge.after)
    }
}
