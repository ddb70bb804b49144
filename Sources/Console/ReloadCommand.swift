internal import JSONText
internal import Loop
internal import Options

/// `shunt reload`: what systemd's `ExecReload=` calls.
enum ReloadCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt reload", "Makes the daemon read its settings again, and waits for it",
        sections: [
            HelpSection("Notes", .text(
                "Only root and the daemon's own user may. Where anything is wrong nothing changes, every reason goes to standard error, and the exit status is 1."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let connection = try await invocation.connect()
        defer { connection.close() }
        try await invocation.show(try await connection.call("reload")) { result in
            StyledText("table \(result["revision"]?.string ?? "?") is live\n")
        }
        return .ok
    }
}
