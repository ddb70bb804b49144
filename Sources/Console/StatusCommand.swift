internal import Loop
internal import Options

/// `shunt status`.
enum StatusCommand: ConsoleCommand {
    static let grammar = Command("shunt status", "Tells how the daemon is: its table, requests and connections, and the last reload that failed")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        try await invocation.show(try await invocation.ask("status")) { FieldList.text(of: $0) }
        return .ok
    }
}
