/// States of which some are `inside`, and the chances of going from each to each.
///
/// The chances of one state may add up to less than 1: what is missing is that nothing follows.
struct Chain {
    private let rows: [[Double]]
    private let inside: [Bool]

    /// Rows and columns are the states.
    init(_ rows: [[Double]], inside: [Bool]) {
        self.rows = rows
        self.inside = inside
    }

    /// The same chances, with the other states inside.
    var opposite: Chain { Chain(rows, inside: inside.map { !$0 }) }

    /// The expected number of states inside from `start` on, that one included, and the chance that one outside follows the last.
    ///
    /// Solves (1 − W) x = 1 and (1 − W) y = out by elimination; rows of W add up to less than 1, so that no pivot is ever 0.
    func stay(from start: Int) -> (calls: Double, leaves: Double) {
        guard inside[start] else { return (1, 0) }
        // The start comes last: then it stands alone once all others are eliminated.
        let states = inside.indices.filter { inside[$0] && $0 != start } + [start]
        let (count, width) = (states.count, states.count + 2)
        var matrix = system(states, width)
        for pivot in 0..<count - 1 {
            for row in pivot + 1..<count {
                let factor = matrix[row * width + pivot] / matrix[pivot * width + pivot]
                if factor == 0 { continue }
                for column in pivot + 1..<width { matrix[row * width + column] -= factor * matrix[pivot * width + column] }
            }
        }
        let last = (count - 1) * width
        let pivot = matrix[last + count - 1]
        return (max(matrix[last + count] / pivot, 1), min(max(matrix[last + count + 1] / pivot, 0), 1))
    }

    /// Row by row: 1 − W, then both right sides.
    private func system(_ states: [Int], _ width: Int) -> [Double] {
        var matrix = [Double](repeating: 0, count: states.count * width)
        for (row, state) in states.enumerated() {
            for (column, other) in states.enumerated() { matrix[row * width + column] = (row == column ? 1 : 0) - rows[state][other] }
            matrix[row * width + width - 2] = 1
            for other in inside.indices where !inside[other] { matrix[row * width + width - 1] += rows[state][other] }
        }
        return matrix
    }
}
