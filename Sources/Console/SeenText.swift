internal import JSONText
internal import Loop
internal import Primitives

/// Which modes, agents and callers have shown up, for people.
enum SeenText {
    static func render(_ result: JSONValue) -> StyledText {
        let now = Clock.unixNanoseconds / 1_000_000
        var text = StyledText()
        let modes = rows(result["modes"])
        text += table([("MODE", "mode"), ("TIER", "tier")], modes, now, note: remark)
        text += section(table([("AGENT", "agent"), ("MODE", "mode"), ("TIER", "tier")], rows(result["agents"]), now))
        text += section(
            table([("CALLER", "caller"), ("USER", "user"), ("UNIT", "unit"), ("MODE", "mode"), ("TIER", "tier")], rows(result["callers"]), now))
        if text.runs.isEmpty { text.line("no request named a mode yet") }
        if let since = result["since_ms"]?.int {
            text.line("since the daemon's start \(SpanText.text(milliseconds: max(0, Int(now) - since))) ago: no ledger is kept", .dim)
        }
        return text + TableRevision.text(of: result)
    }

    private static func rows(_ list: JSONValue?) -> [JSONValue] { list.map { Array($0.elements) } ?? [] }

    private static func section(_ table: StyledText) -> StyledText { table.runs.isEmpty ? table : StyledText("\n") + table }

    private static func table(
        _ columns: [(title: String, name: String)], _ rows: [JSONValue], _ now: Int64, note: (JSONValue) -> String = { _ in "" }
    ) -> StyledText {
        if rows.isEmpty { return StyledText() }
        var table = TextTable(columns.map { ($0.title, .left) } + [("REQUESTS", .right), ("LAST", .right), ("", .left)])
        for row in rows {
            if let others = row["others"]?.int {
                table.add(["others"] + columns.dropFirst().map { _ in "" } + [CountText.text(others)])
                continue
            }
            let last = row["last_ms"]?.int.map { "\(SpanText.text(milliseconds: max(0, Int(now) - $0))) ago" } ?? ""
            table.add(columns.map { row.get($0.name)?.string ?? "" } + [CountText.text(row["requests"]?.int ?? 0), last, note(row)])
        }
        return table.text()
    }

    private static func remark(_ row: JSONValue) -> String {
        guard row["known"]?.bool == false else { return "" }
        return row["nearest"]?.string.map { "unknown, nearest is \($0)" } ?? "unknown"
    }
}
