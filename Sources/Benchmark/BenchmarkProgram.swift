internal import JSONText
internal import Loop
internal import Options
internal import Primitives
internal import Settings
internal import Simulation

/// The program `shunt-bench`, from its arguments to its exit status.
package enum BenchmarkProgram {
    @LoopActor
    package static func main(_ words: [String]) async -> Int32 {
        do {
            switch words.first {
            case "chaos": return try await chaos(try ChaosOptions(words.dropFirst()))
            case "overload": return try await overload(try OverloadOptions(words.dropFirst()))
            case "policies": return try await policies(try PolicyOptions(PolicyOptions.policies, words.dropFirst()))
            case "trace": return try await trace(try PolicyOptions(PolicyOptions.trace, words.dropFirst()))
            default: return try await compare(try BenchmarkOptions(words))
            }
        } catch let error as UsageError {
            await say("shunt-bench: \(error)\nsee \(error.help)\n", to: .errors)
            return 2
        } catch {
            await say("shunt-bench: \(error)\n", to: .errors)
            return 1
        }
    }

    @LoopActor
    private static func chaos(_ options: ChaosOptions) async throws -> Int32 {
        if options.help { return await help(ChaosOptions.command) }
        let folder = try BenchFolder()
        let run = try ChaosRun(options, folder, progress: tellProgress)
        let report = try await interruptible { try await run.run() }
        await finish(report.text, folder, keeps: options.keepsFolder)
        return report.failures.isEmpty ? 0 : 1
    }

    @LoopActor
    private static func overload(_ options: OverloadOptions) async throws -> Int32 {
        if options.help { return await help(OverloadOptions.command) }
        let folder = try BenchFolder()
        let run = try OverloadRun(options, folder, progress: tellProgress)
        let report = try await interruptible { try await run.run() }
        await finish(report.text, folder, keeps: options.keepsFolder)
        return report.failures.isEmpty ? 0 : 1
    }

    /// Fails where the policy that shall never be worse is.
    @LoopActor
    private static func policies(_ options: PolicyOptions) async throws -> Int32 {
        if options.help { return await help(PolicyOptions.policies) }
        let catalog = CatalogFile(file: options.catalog, bytes: try FileReader.contents(of: options.catalog, limit: Limits.catalogBytes))
        let rows = try PolicyBench.rows(catalog, sessions: options.sessions, seed: options.seed)
        let decision = try PolicyBench.decisionMicroseconds()
        if options.json {
            try await ProgramStream.output.write(PolicyReport.json(rows, decision: decision))
        } else {
            await say(PolicyReport.table(rows, decision: decision, sessions: options.sessions), to: .output)
        }
        return rows.allSatisfy(\.isNeverWorse) && decision <= PolicyBench.decisionGoal ? 0 : 1
    }

    @LoopActor
    private static func trace(_ options: PolicyOptions) async throws -> Int32 {
        if options.help { return await help(PolicyOptions.trace) }
        guard let kind = options.kind.flatMap(SessionKind.named) else {
            throw PolicyOptions.trace.error("which sessions?", remedy: "there are \(SessionKind.all.map(\.name).joined(separator: ", "))")
        }
        var generator = SessionGenerator(kind, seed: options.seed)
        for _ in 0..<options.sessions {
            var lines = Bytes()
            for call in generator.next() {
                var writer = JSONWriter()
                call.write(into: &writer)
                lines += writer.bytes + [UInt8(ascii: "\n")]
            }
            try await ProgramStream.output.write(lines)
        }
        return 0
    }

    @LoopActor
    private static func compare(_ options: BenchmarkOptions) async throws -> Int32 {
        if options.help { return await help(BenchmarkOptions.command) }
        return try await run(options)
    }

    @LoopActor
    private static func help(_ command: Command) async -> Int32 {
        await say(Help.text(of: command, width: ProgramStream.output.columns), to: .output)
        return 0
    }

    @LoopActor
    private static func tellProgress(_ stage: String) {
        if ProgramStream.errors.isTerminal { EventLoop.spawn { await say("\r\u{1b}[K\(stage) …", to: .errors) } }
    }

    /// A signal to stop cancels the work, which then stops its programs.
    @LoopActor
    private static func interruptible<Result: Sendable>(_ work: @escaping @LoopActor @Sendable () async throws -> Result) async throws -> Result {
        let running = EventLoop.spawn(work)
        try EventLoop.onSignals([Signals.interrupt, Signals.terminate]) { _ in running.cancel() }
        return try await running.value
    }

    @LoopActor
    private static func finish(_ text: String, _ folder: BenchFolder, keeps: Bool) async {
        if ProgramStream.errors.isTerminal { await say("\r\u{1b}[K", to: .errors) }
        await say(text, to: .output)
        if keeps { await say("left \(folder.folder.path)\n", to: .errors) } else { folder.folder.remove() }
    }

    /// A failure keeps the folder: the logs are in it.
    @LoopActor
    private static func run(_ options: BenchmarkOptions) async throws -> Int32 {
        let folder = try BenchFolder()
        let bench = try Bench(options, folder, progress: tellProgress)
        let comparison = try await interruptible { Comparison(try await bench.run()) }
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
