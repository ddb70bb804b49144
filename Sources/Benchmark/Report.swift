internal import JSONText
internal import Primitives

/// A comparison as a table for people and as JSON for programs.
enum Report {
    static func table(_ comparison: Comparison) -> String {
        var lines = [header(comparison)] + comparison.rows.map { line($0, comparison) }
        if !comparison.targets.contains(Comparison.nginx) {
            lines.append("\nThere is no nginx to compare with; on Debian: apt-get install nginx-light")
        }
        for failure in comparison.failures { lines.append("\nFAILED: \(failure)") }
        return lines.joined(separator: "\n") + "\n"
    }

    static func json(_ comparison: Comparison) -> Bytes {
        var json = JSONWriter()
        json.object { json in
            json.array("figures") { json in
                for row in comparison.rows { write(row, comparison, &json) }
            }
            json.array("failures") { json in
                for failure in comparison.failures { json.value(failure) }
            }
        }
        json.bytes.append("\n")
        return json.bytes
    }

    private static func header(_ comparison: Comparison) -> String {
        var text = pad("", 42, left: true)
        for target in comparison.targets {
            text += pad(target, 14)
            if target.hasPrefix("shuntd") { text += pad("", 7) }
        }
        return text + "  wanted"
    }

    private static func line(_ row: Comparison.Row, _ comparison: Comparison) -> String {
        var text = pad(row.title, 42, left: !row.title.hasPrefix("added") && row.title.contains(" ") && !isContinuation(row))
        for (index, target) in comparison.targets.enumerated() {
            text += pad(row.values[index].map { "\(number($0)) \(row.unit.rawValue)" } ?? "–", 14)
            if target.hasPrefix("shuntd") { text += pad(comparison.ratio(row, index).map { "\(number($0))×" } ?? "", 7) }
        }
        return text + "  " + wanted(row, comparison)
    }

    /// Titles that go on where the row above began.
    private static func isContinuation(_ row: Comparison.Row) -> Bool {
        row.title.hasPrefix("64 ") || row.title.hasPrefix("a request") || row.title.hasPrefix("with ")
    }

    private static func wanted(_ row: Comparison.Row, _ comparison: Comparison) -> String {
        let goal = row.goal.map { "≤ \(number($0)) \(row.unit.rawValue)" } ?? row.ratioGoal.map { "≤ \(number($0))×" }
        guard let goal else { return "" }
        return comparison.meets(row).map { $0 ? "\(goal)  met" : "\(goal)  MISSED" } ?? goal
    }

    private static func write(_ row: Comparison.Row, _ comparison: Comparison, _ json: inout JSONWriter) {
        json.object { json in
            json.member("key", row.key)
            json.member("unit", row.unit.rawValue)
            for (index, target) in comparison.targets.enumerated() {
                json.key(target)
                if let value = row.values[index] { json.number(number(value)) } else { json.null() }
                if let ratio = comparison.ratio(row, index) {
                    json.key("\(target) / nginx")
                    json.number(number(ratio))
                }
            }
            if let goal = row.goal { json.key("goal"); json.number(number(goal)) }
            if let goal = row.ratioGoal { json.key("ratio_goal"); json.number(number(goal)) }
            if let met = comparison.meets(row) { json.member("met", met) }
        }
    }

    /// Three digits that matter, without an exponent.
    static func number(_ value: Double) -> String {
        let decimals = value.magnitude >= 100 ? 0 : value.magnitude >= 10 ? 1 : 2
        let scale = [1.0, 10, 100][decimals]
        let scaled = Int((value * scale).rounded())
        if decimals == 0 { return String(scaled) }
        let (whole, part) = (scaled.magnitude / UInt(scale), scaled.magnitude % UInt(scale))
        let digits = String(part)
        return (scaled < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
    }

    private static func pad(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? text + space : space + text
    }
}
