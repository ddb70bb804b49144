internal import Primitives

/// Two sets of modes, `inside` and `outside`, and the chances of going from one mode to another.
struct Chain {
    private let inside: [ModeName]
    /// The chances from each inner mode to each other, and to the outer modes together.
    private var within: [[Double]]
    private var out: [Double]

    /// `survival` is the chance that there is another call at all.
    init(_ inside: [ModeName], _ outside: [ModeName], rate: (ModeName, ModeName) -> Double, survival: (ModeName) -> Double) {
        self.inside = inside
        within = []
        out = []
        for mode in inside {
            let survival = survival(mode)
            within.append(inside.map { survival * rate(mode, $0) })
            out.append(outside.reduce(0) { $0 + survival * rate(mode, $1) })
        }
    }

    /// The expected number of calls inside from one in `start` on, that one included, and the chance that an outer mode follows the last.
    ///
    /// Solves (1 − W) x = 1 and (1 − W) y = out by elimination; rows of W add up to less than 1, so that no pivot is ever 0.
    func stay(from start: ModeName) -> (calls: Double, leaves: Double) {
        guard let first = inside.firstIndex(of: start) else { return (1, 0) }
        let count = inside.count
        var rows = within.indices.map { row in
            inside.indices.map { (row == $0 ? 1 : 0) - within[row][$0] } + [1, out[row]]
        }
        for pivot in 0..<count {
            for row in 0..<count where row != pivot {
                let factor = rows[row][pivot] / rows[pivot][pivot]
                if factor == 0 { continue }
                for column in pivot..<count + 2 { rows[row][column] -= factor * rows[pivot][column] }
            }
        }
        return (max(rows[first][count] / rows[first][first], 1), min(max(rows[first][count + 1] / rows[first][first], 0), 1))
    }
}
