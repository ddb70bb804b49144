internal import JSONText
internal import Loop
internal import Options

/// `shunt table rollback`.
enum TableRollbackCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt table rollback", "Goes back to an earlier table", operands: "[NUMBER]",
        sections: [
            HelpSection("Notes", .text(
                "Without NUMBER it is the table that served before; while a table is rolled out, the one beside it. What served since is not taken again until its source has another one, or \"shunt reload --allow-older\" says so. Only root and the daemon's own user may."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let number = try TableNumber.read(invocation)
        // As a reload, it waits for one that is under way.
        let connection = try await invocation.connect()
        defer { connection.close() }
        let result = try await connection.call("table.rollback") { writer in if let number { writer.member("number", number) } }
        try await invocation.show(result) { StyledText("table \($0["revision"]?.string ?? "?") serves\n") }
        return .ok
    }
}
