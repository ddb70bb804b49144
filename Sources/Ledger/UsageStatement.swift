internal import Conversation
internal import Database
internal import Exchange
internal import Primitives

/// A usage query in SQL. Sums of money are added up in two halves, so that they pass 64 bits only with millions of dollars' millions.
struct UsageStatement {
    let sql: String
    let values: [DatabaseValue]

    /// Picodollars in one part of the upper half.
    private static let half = 1_000_000

    init(_ query: UsageQuery) {
        let keys = query.by.map(Self.expression)
        let counts = UsageColumns.all.map { "SUM(\($0.name))" }
        let sums = ["cost", "saved", "hedge"].flatMap { ["SUM(\($0) / \(Self.half))", "SUM(\($0) % \(Self.half))"] }
        let rest = ["COUNT(*)", "SUM(status <> 'ok')", "MAX(estimated)", "SUM(status = 'ok' AND cost IS NULL)"]
        var sql = "SELECT \((keys + rest + counts + sums).joined(separator: ", ")) FROM requests"
        if query.by.contains(.tag) { sql += " LEFT JOIN tags ON tags.request = requests.id" }
        var values: [DatabaseValue] = []
        var conditions: [String] = []
        if let since = query.since {
            conditions.append("time >= ?")
            values.append(.integer(since))
        }
        if let until = query.until {
            conditions.append("time < ?")
            values.append(.integer(until))
        }
        if let uid = query.uid {
            conditions.append("uid = ?")
            values.append(DatabaseValue(uid))
        }
        if !conditions.isEmpty { sql += " WHERE \(conditions.joined(separator: " AND "))" }
        if !keys.isEmpty {
            let places = keys.indices.map { String($0 + 1) }.joined(separator: ", ")
            sql += " GROUP BY \(places) ORDER BY \(places)"
        }
        self.sql = "\(sql) LIMIT \(Limits.usageRows)"
        self.values = values
    }

    private static func expression(_ column: UsageQuery.Column) -> String {
        switch column {
        case .tag: "tags.name || '=' || tags.value"
        case .day: "strftime('%Y-%m-%d', time / 1000, 'unixepoch')"
        case .hour: "strftime('%Y-%m-%dT%H:00Z', time / 1000, 'unixepoch')"
        case .mode, .tier, .profile, .model, .provider, .uid, .unit, .session, .revision, .status: column.rawValue
        }
    }

    static func row(_ values: [DatabaseValue], columns: Int) -> UsageRow {
        var rest = values.dropFirst(columns).map { $0.integer ?? 0 }[...]
        func next() -> Int64 { rest.popFirst() ?? 0 }
        var row = UsageRow(values: values.prefix(columns).map { $0.text ?? $0.integer.map { String($0) } })
        row.requests = Int(next())
        row.failed = Int(next())
        row.usage.estimated = next() > 0
        row.unpriced = Int(next())
        for column in UsageColumns.all { row.usage[keyPath: column.field] = Int(next()) }
        row.cost = money(next(), next())
        row.saved = money(next(), next())
        row.hedged = money(next(), next())
        return row
    }

    private static func money(_ upper: Int64, _ lower: Int64) -> Money {
        Money(picodollars: Int128(upper) * Int128(half) + Int128(lower))
    }
}
