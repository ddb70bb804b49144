internal import Primitives

/// Figures of a report as people read them: rounded, and the same in the terminal and on the page.
enum ReportNumbers {
    /// `$1,234.50`, `$0.034`, `-$1.20`: to the cent from a dollar on, below that to two digits.
    static func money(_ amount: Money) -> String {
        let magnitude = Int128(amount.picodollars.magnitude)
        let sign = amount.picodollars < 0 ? "-$" : "$"
        guard magnitude < 999_500_000_000 else {
            let cents = (magnitude + 5_000_000_000) / 10_000_000_000
            let part = Int(cents % 100)
            return "\(sign)\(CountText.text(Int(clamping: cents / 100))).\(part < 10 ? "0" : "")\(part)"
        }
        var unit: Int128 = 1
        while magnitude / unit >= 100 { unit *= 10 }
        let rounded = (magnitude + unit / 2) / unit * unit
        return sign + Money(picodollars: rounded).description
    }

    /// `12,345`, `3.4 M`, `120 M`, `1.2 G`.
    static func tokens(_ count: Int) -> String {
        for (name, unit) in [("G", 1_000_000_000), ("M", 1_000_000)] where count >= unit {
            let tenths = count / (unit / 10)
            return tenths >= 1000 || tenths % 10 == 0 ? "\(CountText.text(tenths / 10)) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return CountText.text(count)
    }

    /// `83 %` of `whole`; `–` of nothing.
    static func share(_ part: Int, of whole: Int) -> String { whole > 0 ? "\((part * 200 + whole) / (2 * whole)) %" : "–" }

    /// As above, of money.
    static func share(_ part: Money, of whole: Money) -> String {
        guard whole.picodollars > 0 else { return "–" }
        let thousandths = part.picodollars * 1000 / whole.picodollars
        return "\((thousandths + (thousandths < 0 ? -5 : 5)) / 10) %"
    }
}
