internal import Loop
internal import Options
internal import Primitives

/// The program `shunt-bench`, from its arguments to its exit status.
package enum BenchmarkProgram {
    @LoopActor
    package static func main(_ words: [String]) async -> Int32 {
        let options: BenchmarkOptions
        do { options = try BenchmarkOptions(words) } catch {
            await say("shunt-bench: \(error)\nsee \(error.help)\n", to: .errors)
            return 2
        }
        if options.help {
            await say(Help.text(of: BenchmarkOptions.command, width: ProgramStream.output.columns), to: .output)
            return 0
        }
        do {
            return try await run(options)
        } catch {
            await say("shunt-bench: \(error)\n", to: .errors)
            return 1
        }
    }

    /// A failure keeps the folder: the logs are in it.
    @LoopActor
    private static func run(_ options: BenchmarkOptions) async throws -> Int32 {
        let folder = try BenchFolder()
        let bench = try Bench(options, folder) { stage in
            if ProgramStream.errors.isTerminal { EventLoop.spawn { await say("\r\u{1b}[K\(stage) …", to: .errors) } }
        }
        let running = EventLoop.spawn { Comparison(try await bench.run()) }
        try EventLoop.onSignals([Signals.interrupt, Signals.terminate]) { _ in running.cancel() }
        let comparison = try await running.value
        if ProgramStream.errors.isTerminal { await say("\r\u{1b}[K", to: .errors) }
        if options.json { try await ProgramStream.output.write(Report.json(comparison)) } else { await say(Report.table(comparison), to: .output) }
        if options.keepsFolder { await say("left \(folder.folder.path)\n", to: .errors) } else { folder.folder.remove() }
        return comparison.failures.isEmpty ? 0 : 1
    }

    @LoopActor
    private static func say(_ text: String, to stream: ProgramStream) async {
        try? await stream.write(Bytes(text.utf8))
    }
}
