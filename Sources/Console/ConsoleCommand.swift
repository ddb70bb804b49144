internal import Loop
internal import Options

/// One command of `shunt`.
protocol ConsoleCommand: Sendable {
    /// What it takes, besides the options that all commands take.
    static var grammar: Command { get }

    @LoopActor
    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus
}
