internal import JSONText
internal import Loop
internal import Options

/// `shunt table show`.
enum TableShowCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt table show", "Prints a table as it was served", operands: "[NUMBER]",
        sections: [HelpSection("Notes", .text("Without NUMBER it is the latest. With --json the answer also has what is known of it. Only root and the daemon's own user may."))])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let number = try TableNumber.read(invocation)
        let result = try await invocation.ask("table.show") { writer in if let number { writer.member("number", number) } }
        try await invocation.show(result) { StyledText($0["text"]?.string ?? "") }
        return .ok
    }
}
