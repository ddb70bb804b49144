/// A pattern for a whole name: `*` stands for any run of characters, `?` for one.
package struct Glob: Hashable, Sendable, CustomStringConvertible {
    package let pattern: String

    package init(_ pattern: String) { self.pattern = pattern }

    package var description: String { pattern }

    /// Goes back to the last `*` only, so the time is bounded by the product of both lengths.
    package func matches(_ name: String) -> Bool {
        let (pattern, name) = (Array(pattern.utf8), Array(name.utf8))
        var (place, index) = (0, 0)
        var star: (place: Int, index: Int)?
        while index < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, index)
                place += 1
            } else if place < pattern.count, pattern[place] == UInt8(ascii: "?") || pattern[place] == name[index] {
                place += 1
                index += 1
            } else if let last = star {
                place = last.place + 1
                index = last.index + 1
                star = (last.place, index)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
