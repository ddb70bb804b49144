internal import Loop
internal import Options

/// `shunt whoami`.
enum WhoAmICommand: ConsoleCommand {
    static let grammar = Command("shunt whoami", "Tells who you are to the daemon, and what you may do")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        try await invocation.show(try await invocation.ask("whoami")) { FieldList.text(of: $0) }
        return .ok
    }
}
