internal import JSONText
internal import Loop
internal import Options
internal import Primitives
internal import Routing
internal import Simulation

/// `shunt simulate`: what the calls of the past had cost under another table.
enum SimulateCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt simulate", "Tells what the calls of the past had cost under another table",
        options: [
            Option("table", "t", value: "FILE", "the table; - is standard input"),
            Option("config", value: "FILE", "the configuration whose providers and catalog it is read with"),
            Option("trace", value: "FILE", "the calls, as contrib/traces describes them; - is standard input (default: those of the daemon's ledger)"),
            TimeText.since, TimeText.until,
            Option("policy", value: "NAME", "\(names.dropLast().joined(separator: ", ")), or all beside one another (default: cache-aware)"),
        ],
        sections: [
            HelpSection("Policies", .rows(ReplayPolicy.allCases.map { ($0.rawValue, $0.summary) })),
            HelpSection("Assumptions", .text(SimulationText.assumptions)),
        ])

    private static let every = "all"
    private static let names = ReplayPolicy.allCases.map(\.rawValue) + [every]

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        guard let file = invocation.arguments.value("table") else { throw invocation.usage("which table?", remedy: "give it with --table FILE") }
        let policy = try policy(invocation)
        let table = try await TableFile(configuration: invocation.arguments.value("config")).read(file, invocation)
        let calls = try await calls(invocation)
        guard let policy else { return try await compare(calls, table, invocation) }
        var replay = Replay(table, policy)
        var report = ReplayReport()
        for call in calls { report.add(replay.play(call)) }
        if invocation.wantsJSON {
            try await invocation.output.line(SimulationText.json(report, table, policy)[...])
        } else {
            try await invocation.output.print(SimulationText.text(report, table, policy))
        }
        return report.total.calls > 0 || calls.isEmpty ? .ok : .failed
    }

    @LoopActor
    private static func compare(_ calls: [TraceCall], _ table: Table, _ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        var comparison = PolicyComparison(table)
        for call in calls { comparison.add(call) }
        if invocation.wantsJSON { try await invocation.output.line(comparison.json[...]) } else { try await invocation.output.print(comparison.text) }
        return comparison.hasCalls || calls.isEmpty ? .ok : .failed
    }

    /// In the order of time.
    @LoopActor
    private static func calls(_ invocation: Invocation) async throws(ConsoleError) -> [TraceCall] {
        let (since, until) = (try invocation.time("since"), try invocation.time("until"))
        if let trace = invocation.arguments.value("trace") {
            let all = try await TraceFile.read(trace, invocation)
            return all.filter { $0.time / 1000 >= since ?? 0 && $0.time / 1000 < until ?? .max }
        }
        var calls: [TraceCall] = []
        try await LedgerTrace.read(invocation, since: since ?? TimeText.aMonthAgo, until: until) { call throws(ConsoleError) in
            do throws(TraceError) { calls.append(try TraceCall(call)) } catch { throw .local("the daemon's trace: \(error.message)") }
        }
        return calls.sorted { $0.time < $1.time }
    }

    /// Nil for all of them.
    @LoopActor
    private static func policy(_ invocation: Invocation) throws(ConsoleError) -> ReplayPolicy? {
        guard let name = invocation.arguments.value("policy") else { return .cacheAware }
        if name == every { return nil }
        if let policy = ReplayPolicy(rawValue: name) { return policy }
        let nearest = Spelling.nearest(to: name, among: names)
        throw invocation.usage("there is no policy \"\(name.shown)\"", remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "there are \(names.joined(separator: ", "))")
    }
}
