/// Spans of time as people say them.
enum SpanText {
    private static let units: [(name: String, milliseconds: Int)] = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000)]

    /// `12 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`, `9 d 1 h`: two units at most.
    static func text(milliseconds: Int) -> String {
        guard milliseconds >= 1000 else { return "\(milliseconds) ms" }
        guard milliseconds >= 60_000 else { return "\(milliseconds / 1000)\(tenths(milliseconds)) s" }
        let names = units + [("s", 1000)]
        let first = names.firstIndex { milliseconds >= $0.milliseconds } ?? 0
        let (unit, smaller) = (names[first], names[first + 1])
        let rest = milliseconds % unit.milliseconds / smaller.milliseconds
        return "\(milliseconds / unit.milliseconds) \(unit.name)" + (rest > 0 ? " \(rest) \(smaller.name)" : "")
    }

    private static func tenths(_ milliseconds: Int) -> String {
        let tenth = milliseconds % 1000 / 100
        return milliseconds < 10_000 && tenth > 0 ? ".\(tenth)" : ""
    }
}
