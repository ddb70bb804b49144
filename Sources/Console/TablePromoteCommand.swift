internal import JSONText
internal import Loop
internal import Options

/// `shunt table promote`.
enum TablePromoteCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt table promote", "Has the table that is rolled out serve all sessions",
        sections: [HelpSection("Notes", .text("Only root and the daemon's own user may."))])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        // As a reload, it waits for one that is under way.
        let connection = try await invocation.connect()
        defer { connection.close() }
        try await invocation.show(try await connection.call("table.promote")) { StyledText("table \($0["revision"]?.string ?? "?") serves\n") }
        return .ok
    }
}
