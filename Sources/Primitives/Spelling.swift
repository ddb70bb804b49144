/// Finds what a misspelt name was meant to be.
package enum Spelling {
    /// The nearest of `names` to `name` by edit distance, where it is near enough to be a slip; of several, the first in order.
    package static func nearest(to name: String, among names: some Sequence<String>) -> String? {
        let wanted = folded(name)
        let tolerance = min(max(1, wanted.count / 3), wanted.count - 1)
        guard tolerance > 0 else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in names {
            let bound = best?.distance ?? tolerance
            guard abs(min(candidate.utf8.count, Limits.spellingLength) - wanted.count) <= bound else { continue }
            guard let distance = distance(wanted, folded(candidate), atMost: bound) else { continue }
            if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
            best = (candidate, distance)
        }
        return best?.name
    }

    /// The part that is compared, without case.
    private static func folded(_ name: String) -> [UInt8] {
        name.utf8.prefix(Limits.spellingLength).map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn `left` into `right`; nil where there are more than `bound`.
    private static func distance(_ left: [UInt8], _ right: [UInt8], atMost bound: Int) -> Int? {
        guard abs(left.count - right.count) <= bound else { return nil }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        var current = beforeLast
        for row in left.indices {
            current[0] = row + 1
            var least = row + 1
            for column in right.indices {
                var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current[column + 1] = cost
                least = min(least, cost)
            }
            // A swap of neighbours leads from the row before the last to the next one, at a cost of 1.
            if least > bound, last.allSatisfy({ $0 >= bound }) { return nil }
            (beforeLast, last, current) = (last, current, beforeLast)
        }
        return last[right.count] <= bound ? last[right.count] : nil
    }
}
