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
        let counts = UsageClass.all.map { "SUM(\($0.name))" }
        let sums = ["cost", "saved", "hedge", "stay_cost", "switch_cost"].flatMap { ["SUM(\($0) / \(Self.half))", "SUM(\($0) % \(Self.half))"] }
        let rest = [
            "COUNT(*)", "MAX(time)", "SUM(status <> 'ok')", "MAX(estimated)", "SUM(status = 'ok' AND cost IS NULL AND kind <> 'count')",
            "COUNT(verdict)",
        ]
        var sql = "SELECT \((keys + rest + counts + sums).joined(separator: ", ")) FROM \(Self.source(query)) AS requests"
        if query.by.contains(.tag) { sql += " LEFT JOIN tags ON tags.request = requests.id" }
        let (conditions, values) = Self.conditions(query)
        if !conditions.isEmpty { sql += " WHERE \(conditions.joined(separator: " AND "))" }
        if !keys.isEmpty {
            let places = keys.indices.map { String($0 + 1) }.joined(separator: ", ")
            sql += " GROUP BY \(places) ORDER BY \(query.most == nil ? places : "COUNT(*) DESC, \(places)")"
        }
        self.sql = "\(sql) LIMIT \(min(query.most ?? Limits.usageRows, Limits.usageRows))"
        self.values = values
    }

    /// Whether each request's session stayed with the model that answered before it, where that is not so long ago that its cache is cold.
    private static func source(_ query: UsageQuery) -> String {
        guard query.by.contains(.switch) else { return "requests" }
        let pause = Limits.cacheLifetime.inMilliseconds
        return """
            (SELECT *, CASE WHEN prior IS NULL OR time - prior_time > \(pause) THEN 'begin' WHEN prior = model THEN 'stay' ELSE 'switch' END AS switch
             FROM (SELECT *, LAG(model) OVER course AS prior, LAG(time) OVER course AS prior_time FROM requests
                   WHERE status = 'ok' AND kind = 'chat' AND time >= \((query.since ?? 0) - pause) WINDOW course AS (PARTITION BY session ORDER BY time, id)))
            """
    }

    private static func conditions(_ query: UsageQuery) -> (texts: [String], values: [DatabaseValue]) {
        var texts = query.by.contains(.kind) ? [] : ["kind <> 'count'"]
        var values: [DatabaseValue] = []
        func add(_ text: String, _ value: Int64?) {
            guard let value else { return }
            texts.append(text)
            values.append(.integer(value))
        }
        add("time >= ?", query.since)
        add("time < ?", query.until)
        add("uid = ?", query.uid.map { Int64($0) })
        return (texts, values)
    }

    private static func expression(_ column: UsageQuery.Column) -> String {
        switch column {
        case .tag: "tags.name || '=' || tags.value"
        case .day: "strftime('%Y-%m-%d', time / 1000, 'unixepoch')"
        case .hour: "strftime('%Y-%m-%dT%H:00Z', time / 1000, 'unixepoch')"
        case .user: "COALESCE(user, CAST(uid AS TEXT))"
        case .mode, .tier, .profile, .switch, .model, .provider, .agent, .kind, .uid, .unit, .session, .revision, .status, .verdict: column.rawValue
        }
    }

    static func row(_ values: [DatabaseValue], columns: Int) -> UsageRow {
        var rest = values.dropFirst(columns).map { $0.integer ?? 0 }[...]
        func next() -> Int64 { rest.popFirst() ?? 0 }
        var row = UsageRow(values: values.prefix(columns).map { $0.text ?? $0.integer.map { String($0) } })
        row.requests = Int(next())
        row.last = next()
        row.failed = Int(next())
        row.usage.estimated = next() > 0
        row.unpriced = Int(next())
        row.compared = Int(next())
        for column in UsageClass.all { column.set(&row.usage, Int(next())) }
        row.cost = money(next(), next())
        row.saved = money(next(), next())
        row.hedged = money(next(), next())
        row.stay = money(next(), next())
        row.change = money(next(), next())
        return row
    }

    private static func money(_ upper: Int64, _ lower: Int64) -> Money {
        Money(picodollars: Int128(upper) * Int128(half) + Int128(lower))
    }
}
