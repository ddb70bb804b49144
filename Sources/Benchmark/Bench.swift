internal import Loop
internal import Primitives

/// One run: starts the programs, measures in turns, stops the programs.
@LoopActor
final class Bench {
    /// How much of everything; the whole run takes about the sum.
    struct Plan: Sendable {
        var starts = 7
        var rounds = 8
        var single = Duration.milliseconds(400)
        var many = Duration.milliseconds(600)
        var streams = Duration.milliseconds(500)
        var streamRounds = 4
        var large = Duration.milliseconds(500)
        var open = 1000

        static func quick() -> Plan {
            Plan(starts: 3, rounds: 2, single: .milliseconds(350), many: .milliseconds(400), streams: .milliseconds(300), streamRounds: 1, large: .milliseconds(250))
        }
    }

    private let options: BenchmarkOptions
    private let plan: Plan
    private let folder: BenchFolder
    private let servers: Servers
    private let progress: @LoopActor (String) -> Void
    private var targets: [Target] = []
    private var figures: [Figures] = []

    init(_ options: BenchmarkOptions, _ folder: BenchFolder, progress: @escaping @LoopActor (String) -> Void) throws {
        self.options = options
        plan = options.quick ? .quick() : Plan()
        self.folder = folder
        servers = try Servers(programs: options.programs, folder)
        self.progress = progress
    }

    func run() async throws -> [Figures] { try await servers.running { try await self.measure() } }

    private func measure() async throws -> [Figures] {
        try await startAll()
        for target in targets { _ = try await Load.run(target, .small, connections: 8, for: .milliseconds(100)) }
        try await measureSmall()
        try await measureStreams()
        try await measureLarge()
        try await measureOpen()
        try await measureReload()
        try await measureLedger()
        return figures
    }

    private func add(_ target: Target) {
        targets.append(target)
        figures.append(Figures(target.name))
    }

    private func startAll() async throws {
        progress("starting")
        let simulator = try await servers.startSimulator(folder.simulatorSocket, scenario: try folder.writeScenario())
        add(Target(name: "direct", socket: folder.simulatorSocket, wire: .http, namesMode: false, pid: simulator.pid))
        if let nginx = try await servers.startNginx(options.nginx) {
            add(Target(name: "nginx", socket: folder.nginxSocket, wire: .http, namesMode: false, pid: nginx.pid))
            figures[1].idleBytes = ProcessAccount(of: nginx.pid)?.residentBytes
        }
        if !options.skipDaemon { try await startDaemon() }
    }

    /// Several times, for the time it takes; the last one stays.
    private func startDaemon() async throws {
        var times: [Double] = []
        for turn in 1...plan.starts {
            let (child, time) = try await servers.startDaemon(try folder.writeDaemonConfiguration())
            times.append(Double(time.inNanoseconds) / 1000)
            if turn < plan.starts { await servers.stop(child) } else { try await adopt(child, times) }
        }
    }

    private func adopt(_ child: ChildProcess, _ times: [Double]) async throws {
        // What it does right after it said that it is ready belongs to its start.
        try await EventLoop.sleep(for: .milliseconds(200))
        let idle = ProcessAccount(of: child.pid)?.residentBytes
        for (name, wire, isTranslated) in [
            (Comparison.daemon, Target.Wire.http, false), ("shuntd NDJSON", .ndjson, false), (Comparison.translation, .http, true),
        ] {
            add(Target(name: name, socket: folder.daemonSocket, wire: wire, namesMode: true, isTranslated: isTranslated, pid: child.pid))
            figures[figures.count - 1].idleBytes = idle
            figures[figures.count - 1].start = times.sorted()[times.count / 2]
        }
    }
}

// The stages.
extension Bench {
    private func measureSmall() async throws {
        for round in 1...plan.rounds {
            progress("small requests, \(round) of \(plan.rounds)")
            for index in targets.indices {
                try await measure(index, \.single, .small, connections: 1, for: plan.single)
                try await measure(index, \.many, .small, connections: 64, for: plan.many)
            }
        }
    }

    private func measureStreams() async throws {
        for round in 1...plan.streamRounds {
            progress("streams, \(round) of \(plan.streamRounds)")
            for index in targets.indices { try await measure(index, \.streams, .stream, connections: 64, for: plan.streams) }
        }
    }

    private func measureLarge() async throws {
        progress("requests of a megabyte")
        for index in targets.indices { try await measure(index, \.large, .large, connections: 1, for: plan.large) }
    }

    /// In this process: it is the same code, and the daemon's own turns would hide it.
    private func measureLedger() async throws {
        guard let index = figures.firstIndex(where: { $0.name == Comparison.daemon }) else { return }
        progress("the ledger")
        figures[index].ledger = try await LedgerCost.measure(in: folder.folder, rounds: plan.rounds * 50)
    }

    /// The daemon's memory is the same whichever way it is asked, so one way is enough.
    private func measureOpen() async throws {
        progress("\(plan.open) open streams")
        for index in targets.indices where targets[index].name != "direct" && targets[index].wire == .http {
            let target = targets[index]
            async let sampled = Self.largest(target.pid, for: .seconds(3))
            figures[index].open = try await Load.run(target, .open, connections: plan.open, for: .zero)
            figures[index].openBytes = await sampled
        }
    }

    private func measureReload() async throws {
        guard let index = targets.firstIndex(where: { $0.name == Comparison.daemon }) else { return }
        progress("reloads")
        let times = try await Reload.times(20, of: folder.daemonSocket).sorted()
        figures[index].reload = Double(times[times.count / 2].inNanoseconds) / 1000
    }

    private func measure(
        _ index: Int, _ path: WritableKeyPath<Figures, Load?>, _ workload: Workload, connections: Int, for duration: Duration
    ) async throws {
        let load = try await Load.run(targets[index], workload, connections: connections, for: duration)
        if figures[index][keyPath: path] == nil { figures[index][keyPath: path] = load } else { figures[index][keyPath: path]?.add(load) }
    }

    /// The most memory that was resident at any time meanwhile.
    private static func largest(_ pid: Int32, for duration: Duration) async -> Int {
        let end = Clock.monotonic + duration
        var largest = 0
        while Clock.monotonic < end {
            largest = max(largest, ProcessAccount(of: pid)?.residentBytes ?? 0)
            try? await EventLoop.sleep(for: .milliseconds(50))
        }
        return largest
    }
}
