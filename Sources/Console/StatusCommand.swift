internal import Loop
internal import Options

/// `shunt status`.
enum StatusCommand: ConsoleCommand {
    static let grammar = Command("shunt status", "Tells how the daemon is")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        try await invocation.show(try await invocation.ask("status")) { FieldList.text(of: $0) }
        return .ok
    }
}
