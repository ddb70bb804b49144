internal import Loop
internal import Primitives

/// One run of chaos: starts the programs, warms up, lets everything go wrong, waits for quiet, and compares.
@LoopActor
final class ChaosRun {
    private static let reloadPause = Duration.seconds(1)
    private static let quietPatience = Duration.seconds(60)

    private let options: ChaosOptions
    private let folder: BenchFolder
    private let servers: Servers
    private let settings: ChaosSettings
    private let progress: @LoopActor (String) -> Void
    private var tally = ChaosTally()
    private var turn = 0
    private var daemon: Int32 = 0

    init(_ options: ChaosOptions, _ folder: BenchFolder, progress: @escaping @LoopActor (String) -> Void) throws {
        self.options = options
        self.folder = folder
        self.progress = progress
        servers = try Servers(programs: options.programs, folder)
        settings = ChaosSettings(simulator: folder.simulatorSocket, shaky: folder.folder.file("shaky.sock"))
    }

    func run() async throws -> ChaosReport { try await servers.running { try await self.play() } }

    private func play() async throws -> ChaosReport {
        progress("starting")
        _ = try await servers.startSimulator(folder.simulatorSocket)
        var shaky = try await servers.startSimulator(settings.shaky)
        try folder.folder.write("table.toml", Bytes(settings.table(turn: 0).utf8))
        let configuration = try folder.folder.write("shunt.toml", Bytes(settings.configuration(table: folder.folder.file("table.toml")).utf8))
        let child = try await servers.startDaemon(configuration, ["--state", folder.folder.path], isCaptured: true).child
        guard let output = child.output else { throw BenchError("shuntd's standard error is not there") }
        daemon = child.pid
        let trail = AuditTrail(output)
        let warmUp = Duration.seconds(max(2, options.seconds / 10))
        progress("warming up")
        try await drive(for: warmUp, child, &shaky)
        let before = try await quiet()
        progress("chaos for \(options.seconds) s")
        let began = Clock.monotonic
        try await drive(for: .seconds(options.seconds) - warmUp, child, &shaky)
        let after = try await quiet()
        // What is counted has to be read first.
        for _ in 0..<100 where trail.entries < after.requests { try await EventLoop.sleep(for: .milliseconds(50)) }
        return ChaosReport(options, tally, trail, before: before, after: after, duration: Clock.monotonic - began, turns: turn)
    }

    /// Callers ask, tables change and a provider dies until the time is over and all have hung up.
    private func drive(for duration: Duration, _ child: ChildProcess, _ shaky: inout ChildProcess) async throws {
        let end = Clock.monotonic + duration
        let callers = (0..<options.concurrency).map { number in
            let caller = ChaosCaller(folder.daemonSocket, number: number, seed: options.seed &+ UInt64(turn))
            return EventLoop.spawn { await caller.run(until: end, begin: { self.tally.begin() }, take: { self.tally.add($0) }) }
        }
        while Clock.monotonic < end {
            try await EventLoop.sleep(for: min(Self.reloadPause, max(.milliseconds(10), end - Clock.monotonic)))
            guard child.exit == nil else { throw BenchError("shuntd ended in the middle of it; its log is in \(folder.folder.path)") }
            turn += 1
            try folder.folder.write("table.toml", Bytes(settings.table(turn: turn).utf8))
            child.send(signal: Signals.hangup)
            if turn % 7 == 3 { await servers.kill(shaky) }
            if turn % 7 == 5 { shaky = try await servers.startSimulator(settings.shaky) }
        }
        for caller in callers { await caller.value }
        if shaky.exit != nil { shaky = try await servers.startSimulator(settings.shaky) }
    }

    /// The daemon's state once nothing is under way and the ledger has everything.
    private func quiet() async throws -> DaemonState {
        progress("waiting for quiet")
        let end = Clock.monotonic + Self.quietPatience
        var state = try await DaemonState(of: daemon, at: folder.daemonSocket)
        while Clock.monotonic < end, !state.isQuiet || state.kept < state.requests {
            try await EventLoop.sleep(for: .milliseconds(200))
            state = try await DaemonState(of: daemon, at: folder.daemonSocket)
        }
        return state
    }
}
