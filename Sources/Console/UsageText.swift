internal import JSONText
internal import Primitives

/// What the ledger answered, for people and for spreadsheets.
enum UsageText {
    private static let figures: [(title: String, path: [String])] = [
        ("REQUESTS", ["requests"]), ("FAILED", ["failed"]), ("INPUT", ["usage", "input"]), ("CACHED", ["usage", "cache_read"]),
        ("WRITTEN", ["usage", "cache_write_5m"]), ("OUTPUT", ["usage", "output"]), ("REASONING", ["usage", "reasoning"]),
        ("COST USD", ["cost_usd"]), ("SAVED USD", ["saved_usd"]), ("UNPRICED", ["unpriced"]),
    ]

    static func table(_ result: JSONValue, _ columns: [String]) -> StyledText {
        let rows = result["rows"].map { Array($0.elements) } ?? []
        guard rows.contains(where: { ($0["requests"]?.int ?? 0) > 0 }) else { return StyledText("nothing was used in this time\n") }
        var table = TextTable(columns.map { ($0.uppercased(), .left) } + figures.map { ($0.title, .right) })
        for row in rows {
            table.add(columns.map { row.get($0)?.string ?? "-" } + figures.map { grouped(value(row, $0.path)) })
        }
        return table.text()
    }

    /// RFC 4180, with a header.
    static func csv(_ result: JSONValue, _ columns: [String]) -> String {
        var lines = [columns + figures.map { $0.path.joined(separator: "_") }]
        for row in result["rows"].map({ Array($0.elements) }) ?? [] {
            lines.append(columns.map { row.get($0)?.string ?? "" } + figures.map { value(row, $0.path) })
        }
        return lines.map { $0.map(quoted).joined(separator: ",") + "\r\n" }.joined()
    }

    private static func value(_ row: JSONValue, _ path: [String]) -> String {
        var value: JSONValue? = row
        for name in path { value = value?.get(name) }
        return value?.number ?? ""
    }

    private static func grouped(_ number: String) -> String { Int(number).map(CountText.text) ?? number }

    private static func quoted(_ field: String) -> String {
        let isPlain = field.utf8.allSatisfy { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != 0x0A && $0 != 0x0D }
        return isPlain ? field : "\"\(field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
