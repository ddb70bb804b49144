internal import Loop
internal import Options
internal import Primitives

/// The program `shunt`: from the words of its command line to its exit status.
package enum Console {
    static let commands: [any (ConsoleCommand & SendableMetatype).Type] = [
        AskCommand.self, ChatCommand.self, ExplainCommand.self, CheckCommand.self, ReloadCommand.self, StatusCommand.self,
        ModelsCommand.self, ModesCommand.self, UsageCommand.self, ReportCommand.self, TraceCommand.self, SimulateCommand.self,
        BudgetsCommand.self, WhoAmICommand.self, LedgerImportCommand.self, PingCommand.self, SchemaCommand.self, TableFormatCommand.self, TableDiffCommand.self,
        TableSignCommand.self, TableHistoryCommand.self, TableShowCommand.self, TableRollbackCommand.self, TablePromoteCommand.self,
        HelpCommand.self,
    ]

    /// Runs `shunt` in the process it is in.
    @LoopActor
    package static func main() async -> Int32 {
        let interruptions = Interruptions()
        // Without a handler the loop's signals would do nothing; one that cannot be had is no reason not to work.
        try? EventLoop.onSignals([Signals.interrupt, Signals.terminate, Signals.hangup]) { interruptions.raise($0) }
        return await run(Array(CommandLine.arguments.dropFirst()), in: .process(interruptions)).number
    }

    @LoopActor
    package static func run(_ words: [String], in surroundings: Surroundings) async -> CommandStatus {
        var signal: Int32?
        let work = EventLoop.spawn { await Invocation.run(words, in: surroundings) }
        let status = await surroundings.interruptions.redirecting {
            signal = $0
            work.cancel()
            return true
        } _: {
            await work.value
        }
        return signal.map(CommandStatus.signal) ?? status
    }
}
