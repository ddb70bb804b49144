package import Options
internal import Primitives
internal import Simulation

/// The command lines of `shunt-bench policies` and `shunt-bench trace`.
package struct PolicyOptions: Sendable, Equatable {
    package var sessions = 60
    package var seed: UInt64 = 7
    package var catalog: String
    /// The kind of sessions of `trace`.
    package var kind: String?
    package var json = false
    package var help = false

    package init(_ command: Command, _ words: some Sequence<String>) throws(UsageError) {
        let arguments = try command.parse(words)
        sessions = try Self.number("sessions", arguments, command) ?? sessions
        seed = try Self.number("seed", arguments, command).map { UInt64($0) } ?? seed
        catalog = arguments.value("catalog") ?? "contrib/catalog/catalog.toml"
        kind = arguments.operands.first
        json = arguments.has("json")
        help = arguments.has("help")
    }

    private static func number(_ name: String, _ arguments: Arguments, _ command: Command) throws(UsageError) -> Int? {
        guard let text = arguments.value(name) else { return nil }
        guard let number = Int(text), (1...Limits.generatedSessions).contains(number) else {
            throw command.error("--\(name) takes a number from 1 to \(Limits.generatedSessions), not \"\(text)\"")
        }
        return number
    }

    package static let policies = Command(
        "shunt-bench policies",
        "Compares what generated sessions of agents cost by cache-aware decisions and by other policies, and measures what a decision takes",
        options: [
            sessions, seed, Option("catalog", value: "FILE", "whose prices count (default: contrib/catalog/catalog.toml)"),
            Option("json", "j", "print the figures as JSON"), .help,
        ],
        sections: [
            HelpSection("Notes", .text(
                """
                contrib/traces/README.md describes the sessions. It ends with 1 where cache-aware decisions are dearer than the better of always \
                following the mode and staying on the first model by more than 2 %, or a decision takes too long.
                """)),
        ]
    )

    package static let trace = Command(
        "shunt-bench trace", "Prints generated sessions of agents as a trace", operands: "KIND", options: [sessions, seed, .help],
        sections: [HelpSection("Kinds", .rows(SessionKind.all.map { ($0.name, $0.summary) }))]
    )

    private static let sessions = Option("sessions", value: "COUNT", "how many, of each kind (default: 60)")
    private static let seed = Option("seed", value: "NUMBER", "what they are generated from (default: 7)")
}
