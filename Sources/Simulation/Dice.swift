/// Random numbers that are the same in every run (SplitMix64).
struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func happens(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// A length of at least 1 that may end after each step alike, `mean` on average.
    mutating func run(mean: Int) -> Int {
        var length = 1
        while Int.random(in: 0..<max(mean, 1), using: &self) > 0, length < 1_000 { length += 1 }
        return length
    }

    mutating func draw(_ spread: Spread) -> Int {
        var rest = Int.random(in: 0..<spread.parts.reduce(0) { $0 + $1.percent }, using: &self)
        for part in spread.parts {
            if rest < part.percent { return Int.random(in: part.range, using: &self) }
            rest -= part.percent
        }
        return spread.parts.last.map { Int.random(in: $0.range, using: &self) } ?? 0
    }
}

/// A distribution of whole numbers: even within each part, so that what is assumed can be read.
package struct Spread: Sendable {
    let parts: [(percent: Int, range: ClosedRange<Int>)]

    init(_ parts: (percent: Int, range: ClosedRange<Int>)...) { self.parts = parts }
}
