internal import JSONText
internal import Loop
internal import Options

/// `shunt reload`: what systemd's `ExecReload=` calls.
enum ReloadCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt reload", "Makes the daemon read its settings again, and waits for it",
        options: [
            Option("allow-older", nil, "take a table even where its serial says that it is older than the accepted one")
        ],
        sections: [
            HelpSection("Notes", .text(
                "Only root and the daemon's own user may. Where anything is wrong nothing changes, every reason goes to standard error, and the exit status is 1."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let allowsOlder = invocation.arguments.has("allow-older")
        let connection = try await invocation.connect()
        defer { connection.close() }
        try await invocation.show(try await connection.call("reload") { if allowsOlder { $0.member("allow_older", true) } }) { result in
            StyledText("table \(result["revision"]?.string ?? "?") is live\n")
        }
        return .ok
    }
}
