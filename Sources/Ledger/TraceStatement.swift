internal import Conversation
internal import Database
internal import Exchange
internal import Primitives

/// A trace query in SQL, and the entries of its rows: what a replay needs of each.
struct TraceStatement {
    let sql: String
    let values: [DatabaseValue]

    private static let names = [
        "id", "time", "uid", "unit", "session", "mode", "profile", "tier", "model", "provider", "revision", "status", "attempts", "duration_ms",
        "first_token_ms", "cost", "estimated",
    ]

    init(_ query: TraceQuery) {
        var conditions = ["kind = 'chat'"]
        var values: [DatabaseValue] = []
        for (condition, value) in [("time >= ?", query.since), ("time < ?", query.until), ("uid = ?", query.uid.map { Int64($0) })] {
            guard let value else { continue }
            conditions.append(condition)
            values.append(.integer(value))
        }
        if let after = query.after {
            conditions.append("(time, id) > (?, ?)")
            values += [.integer(after.time), .text(after.request)]
        }
        let columns = Self.names + UsageClass.all.map(\.name.description) + FactColumns.all.map(\.name)
        sql = """
            SELECT \(columns.joined(separator: ", ")) FROM requests WHERE \(conditions.joined(separator: " AND ")) \
            ORDER BY \(query.isLatest ? "time DESC, id DESC" : "time, id") LIMIT \(min(max(query.limit, 1), Limits.traceCalls))
            """
        self.values = values
    }

    static func entry(_ row: [DatabaseValue]) -> LedgerEntry {
        var entry = LedgerEntry(
            request: row[0].text ?? "", time: row[1].integer ?? 0, session: row[4].text ?? "", revision: row[10].text ?? "", status: row[11].text ?? "",
            attempts: Int(row[12].integer ?? 0), durationMilliseconds: Int(row[13].integer ?? 0))
        entry.uid = row[2].integer.map { Int($0) }
        entry.unit = row[3].text
        (entry.mode, entry.profile, entry.tier, entry.model, entry.provider) = (row[5].text, row[6].text, row[7].text, row[8].text, row[9].text)
        entry.firstTokenMilliseconds = row[14].integer.map { Int($0) }
        entry.cost = row[15].integer.map { Money(picodollars: Int128($0)) }
        let counts = row[names.count..<names.count + UsageClass.all.count]
        entry.usage = row[16].integer.map { estimated in
            var usage = Usage()
            for (column, value) in zip(UsageClass.all, counts) { column.set(&usage, Int(value.integer ?? 0)) }
            usage.estimated = estimated != 0
            return usage
        }
        FactColumns.read(row[(names.count + UsageClass.all.count)...], into: &entry)
        return entry
    }
}
