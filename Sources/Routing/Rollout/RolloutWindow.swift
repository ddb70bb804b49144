internal import Primitives

/// What requests of one revision came to lately.
struct RolloutWindow: Sendable {
    /// Sums over a time.
    struct Totals: Sendable, Equatable {
        var requests = 0
        var failures = 0
        /// Answers that had a first token, and the time to it of all together.
        var begun = 0
        var firstToken = Duration.zero
        /// Answers whose cost is known, and their cost.
        var priced = 0
        var cost = Money.zero

        mutating func add(_ other: Totals) {
            requests += other.requests
            failures += other.failures
            begun += other.begun
            firstToken += other.firstToken
            priced += other.priced
            cost += other.cost
        }
    }

    private static let slots = 12
    private let slot: Duration
    /// The number of the time slot that each sum is of.
    private var sums: [(slot: Int64, totals: Totals)]

    /// Nothing that is older than `length` counts, and nothing that is younger than eleven twelfths of it is left out.
    init(_ length: Duration) {
        slot = max(length / Self.slots, .nanoseconds(1))
        sums = Array(repeating: (-1, Totals()), count: Self.slots)
    }

    mutating func add(_ totals: Totals, now: Instant) {
        let number = number(now)
        let place = Int(number % Int64(Self.slots))
        if sums[place].slot != number { sums[place] = (number, Totals()) }
        sums[place].totals.add(totals)
    }

    func totals(now: Instant) -> Totals {
        let number = number(now)
        var totals = Totals()
        for sum in sums where sum.slot >= 0 && sum.slot > number - Int64(Self.slots) { totals.add(sum.totals) }
        return totals
    }

    private func number(_ now: Instant) -> Int64 { (now - Instant(nanoseconds: 0)).inNanoseconds / slot.inNanoseconds }
}
