/// How long conversations pause between calls: counts by length.
struct Pauses: Sendable, Equatable {
    /// The upper end of each length but the last, and what stands for it, in seconds.
    private static let lengths: [(end: Int64, typical: Double)] = [
        (15, 8), (60, 30), (300, 150), (600, 420), (1_800, 1_000), (3_600, 2_500), (86_400, 20_000), (.max, 200_000),
    ]

    private var counts: [Int] = Array(repeating: 0, count: lengths.count)

    mutating func add(_ pause: Duration) {
        let seconds = pause.components.seconds
        counts[Self.lengths.firstIndex { seconds < $0.end } ?? counts.count - 1] += 1
    }

    mutating func fade() {
        for index in counts.indices { counts[index] /= 2 }
    }

    var count: Int { counts.reduce(0, +) }

    /// How many pauses were longer than `lifetime`.
    func longer(than lifetime: Duration) -> Int {
        zip(counts, Self.lengths).reduce(0) { $0 + ($1.1.typical > Double(lifetime.components.seconds) ? $1.0 : 0) }
    }

    /// The mean of those that were not, in seconds, with `guess` counted as `weight` of them.
    func mean(within lifetime: Duration, guess: Double, weight: Double) -> Double {
        var (sum, count) = (guess * weight, weight)
        for (known, length) in zip(counts, Self.lengths) where length.typical <= Double(lifetime.components.seconds) {
            sum += Double(known) * length.typical
            count += Double(known)
        }
        return sum / count
    }
}
