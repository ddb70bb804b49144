internal import Primitives

/// Times in nanoseconds, and where a share of them lies.
struct Latencies: Sendable {
    private var nanoseconds: [Int64] = []

    var count: Int { nanoseconds.count }

    mutating func add(_ duration: Duration) { nanoseconds.append(duration.inNanoseconds) }
    mutating func add(_ other: Latencies) { nanoseconds += other.nanoseconds }

    /// In microseconds, for shares such as 0.5 and 0.99; nil where there are none. One pass per list of shares.
    func percentiles(_ shares: [Double]) -> [Double]? {
        guard !nanoseconds.isEmpty else { return nil }
        let sorted = nanoseconds.sorted()
        return shares.map { Double(sorted[min(sorted.count - 1, Int(Double(sorted.count) * $0))]) / 1000 }
    }
}
