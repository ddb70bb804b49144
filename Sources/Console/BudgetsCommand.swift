internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// `shunt budgets`.
enum BudgetsCommand: ConsoleCommand {
    static let grammar = Command("shunt budgets", "Tells what is spent of budgets, and what is left")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        try await invocation.show(try await invocation.ask("budgets")) { render($0["budgets"]) }
        return .ok
    }

    /// A row for each thing that a part of a budget counts.
    static func render(_ budgets: JSONValue?) -> StyledText {
        guard let budgets, !budgets.isEmptyOrNull else { return StyledText("there are no budgets\n") }
        var table = TextTable([
            ("BUDGET", .left), ("OF", .left), ("PER", .left), ("SPENT", .right), ("HELD", .right), ("LEFT", .right), ("LIMIT", .right), ("", .left), ("OPENS", .left),
            ("THEN", .left),
        ])
        for budget in budgets.elements {
            let parts = budget["most_spent"].map { Array($0.elements) } ?? []
            for part in parts.isEmpty ? [budget] : parts { add(part, of: budget, to: &table) }
        }
        return table.text()
    }

    private static func add(_ part: JSONValue, of budget: JSONValue, to table: inout TextTable) {
        let whose = part["of"]?.string ?? budget["each"]?.string.map { "each \($0)" } ?? ""
        for unit in ["usd", "tokens", "requests"] {
            guard let amounts = part.get(unit) else { continue }
            let figures = ["spent", "reserved", "left", "limit"].map { amounts.get($0)?.raw.text ?? "" }
            table.add(
                [budget["name"]?.string ?? "?", whose, budget["per"]?.string ?? ""] + figures
                    + [unit == "usd" ? "USD" : unit, part["opens_at"]?.string ?? "", budget["over"]?.string ?? ""])
        }
    }
}
