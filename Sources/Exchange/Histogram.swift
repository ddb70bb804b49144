internal import Primitives

/// How many of some durations lie below each of fixed bounds.
package struct Histogram: Sendable, Equatable {
    /// In milliseconds, from a local model's first token to a long answer.
    package static let bounds = [10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000]

    /// For each bound those at most so long, and longer than the bound before; the last are longer than all.
    package private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    package private(set) var sum = Duration.zero

    package init() {}

    package mutating func add(_ duration: Duration) {
        counts[Self.bounds.firstIndex { duration <= .milliseconds($0) } ?? Self.bounds.count] += 1
        sum += duration
    }
}
