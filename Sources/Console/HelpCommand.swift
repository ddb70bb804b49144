internal import Loop
internal import Options

/// `shunt help [COMMAND]`.
enum HelpCommand: ConsoleCommand {
    static let grammar = Command("shunt help", "Shows the help of a command", operands: "[COMMAND]")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let width = invocation.output.columns
        let words = invocation.arguments.operands
        guard !words.isEmpty else {
            try await invocation.output.print(Help.text(of: Grammar.shunt, width: width))
            return .ok
        }
        let command: Command
        do { command = try Grammar.shunt.command(named: words) } catch { throw .usage(error) }
        try await invocation.output.print(Help.text(of: command, width: width))
        return .ok
    }
}
