internal import JSONText
internal import Loop
internal import Options

/// `shunt modes`.
enum ModesCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt modes", "Lists the modes and the tiers that they go to, and the agents that rules tell",
        options: [Option("seen", "list the modes, agents and callers that have shown up, and where their requests went")])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        if invocation.arguments.has("seen") {
            try await invocation.show(try await invocation.ask("modes") { $0.member("seen", true) }, SeenText.render)
            return .ok
        }
        try await invocation.show(try await invocation.ask("modes"), render)
        return .ok
    }

    static func render(_ result: JSONValue) -> StyledText {
        var table = TextTable([("MODE", .left), ("TIER", .left), ("ALSO", .left)])
        for mode in result["modes"].map({ Array($0.elements) }) ?? [] {
            let aliases = mode["aliases"].map { $0.elements.compactMap(\.string) } ?? []
            table.add([mode["mode"]?.string ?? "?", mode["tier"]?.string ?? "?", aliases.joined(separator: ", ")])
        }
        return table.text() + agents(result["agents"]) + TableRevision.text(of: result)
    }

    /// The agents that the table has rules for; nothing where it has none.
    private static func agents(_ agents: JSONValue?) -> StyledText {
        guard let agents, !agents.isEmptyOrNull else { return StyledText() }
        var table = TextTable([("AGENT", .left), ("IN MODES", .left)])
        for agent in agents.elements {
            let modes = agent["modes"].map { $0.elements.compactMap(\.string) } ?? []
            table.add([agent["agent"]?.string ?? "?", modes.joined(separator: ", ")])
        }
        return StyledText("\n") + table.text()
    }
}

/// The last line of what is read from the table.
enum TableRevision {
    static func text(of result: JSONValue) -> StyledText {
        result["revision"]?.string.map { StyledText("table \($0)\n", .dim) } ?? StyledText()
    }
}
