internal import JSONText
internal import Loop
internal import Options
internal import Primitives
internal import Routing

/// `shunt table diff`: what changes when one table takes the place of another.
enum TableDiffCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt table diff", "Tells by meaning what differs between two tables", operands: "OLD NEW",
        options: [configuration],
        sections: [
            HelpSection("Notes", .text(
                "Which mode on which profile goes to which models, each with what a million tokens of input and output cost in USD, and every entry that says something else. Order of entries and notes do not count. OLD and NEW are files, - for standard input, or numbers of the daemon's history."))
        ])

    static let configuration = Option("config", value: "FILE", "take providers and catalog from this configuration")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let operands = invocation.arguments.operands
        guard operands.count == 2 else { throw invocation.usage("which two tables?", remedy: "write shunt table diff OLD NEW") }
        let tables = try TableFile(configuration: invocation.arguments.value(configuration.name))
        let old = try await tables.read(operands[0], invocation)
        let difference = TableDifference(from: old, to: try await tables.read(operands[1], invocation))
        if invocation.wantsJSON {
            try await invocation.output.line(DifferenceJSON.text(of: difference)[...])
        } else {
            try await invocation.output.print(DifferenceText.text(of: difference))
        }
        return .ok
    }
}
