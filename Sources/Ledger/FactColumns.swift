internal import Conversation
internal import Database
internal import Exchange
internal import Primitives
internal import Routing

/// The columns for what a replay needs, and for what a warm cache was weighed against, in the file's order.
enum FactColumns {
    static let all: [(name: String, type: String)] = [
        ("asked", "TEXT"), ("conversation", "INTEGER"), ("needs", "INTEGER"), ("effort", "TEXT"), ("max_output", "INTEGER"), ("estimate", "INTEGER"),
        ("verdict", "TEXT"), ("warm_model", "TEXT"), ("warm_tokens", "INTEGER"), ("expected_calls", "INTEGER"), ("stay_cost", "INTEGER"),
        ("switch_cost", "INTEGER"),
    ]

    static func values(of entry: LedgerEntry) -> [DatabaseValue] {
        let (facts, comparison) = (entry.facts, entry.comparison)
        return [
            DatabaseValue(facts.asked), facts.conversation.map { .integer(Int64(bitPattern: $0.value)) } ?? .null,
            .integer(Int64(facts.needs.rawValue)), DatabaseValue(facts.effort?.rawValue), DatabaseValue(facts.maxOutput), DatabaseValue(facts.estimate),
            DatabaseValue(comparison?.verdict), DatabaseValue(comparison?.warmModel), DatabaseValue(comparison?.warmTokens),
            DatabaseValue(comparison?.expectedCalls), LedgerFile.money(comparison?.stay), LedgerFile.money(comparison?.change),
        ]
    }

    /// Reads what ``values(of:)`` wrote into `entry`.
    static func read(_ values: ArraySlice<DatabaseValue>, into entry: inout LedgerEntry) {
        let values = Array(values)
        guard values.count == all.count else { return }
        entry.facts.asked = values[0].text
        entry.facts.conversation = values[1].integer.map { ConversationMark(value: UInt64(bitPattern: $0)) }
        entry.facts.needs = Abilities(rawValue: UInt8(truncatingIfNeeded: values[2].integer ?? 0))
        entry.facts.effort = values[3].text.flatMap(Effort.init)
        entry.facts.maxOutput = values[4].integer.map { Int($0) }
        entry.facts.estimate = values[5].integer.map { Int($0) }
        guard let verdict = values[6].text, let model = values[7].text, let stay = values[10].integer, let change = values[11].integer else { return }
        entry.comparison = LedgerComparison(
            verdict: verdict, warmModel: model, warmTokens: Int(values[8].integer ?? 0), expectedCalls: Int(values[9].integer ?? 0),
            stay: Money(picodollars: Int128(stay)), change: Money(picodollars: Int128(change)))
    }
}
