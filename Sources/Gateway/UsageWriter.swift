internal import Exchange
internal import JSONText
internal import Primitives

/// Writes what the ledger answered.
enum UsageWriter {
    static func write(_ rows: [UsageRow], _ query: UsageQuery, into writer: inout JSONWriter) {
        writer.array("rows") { writer in
            for row in rows { writer.object { write(row, query, into: &$0) } }
        }
    }

    private static func write(_ row: UsageRow, _ query: UsageQuery, into writer: inout JSONWriter) {
        for (column, value) in zip(query.by, row.values) {
            writer.key(column.rawValue)
            if let value { writer.value(value) } else { writer.null() }
        }
        writer.member("requests", row.requests)
        writer.member("failed", row.failed)
        if row.last > 0 { writer.member("last_ms", Int(row.last)) }
        writer.object("usage") { SettlementWriter.write(row.usage, into: &$0) }
        writer.member("cost_usd", number: row.cost.description)
        writer.member("saved_usd", number: row.saved.description)
        writer.member("hedge_usd", number: row.hedged.description)
        writer.member("unpriced", row.unpriced)
        guard row.compared > 0 else { return }
        writer.member("compared", row.compared)
        writer.member("stay_usd", number: row.stay.description)
        writer.member("switch_usd", number: row.change.description)
    }
}
