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
            Option("trace", value: "FILE", "the calls, as contrib/traces describes them; - is standard input"),
            Option("policy", value: "NAME", "\(ReplayPolicy.allCases.map(\.rawValue).joined(separator: ", ")) (default: cache-aware)"),
        ],
        sections: [
            HelpSection("Policies", .rows(ReplayPolicy.allCases.map { ($0.rawValue, $0.summary) })),
            HelpSection("Assumptions", .text(SimulationText.assumptions)),
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        guard let file = invocation.arguments.value("table") else { throw invocation.usage("which table?", remedy: "give it with --table FILE") }
        let policy = try policy(invocation)
        let table = try await TableFile(configuration: invocation.arguments.value("config")).read(file, invocation)
        guard let trace = invocation.arguments.value("trace") else {
            throw invocation.usage("which calls?", remedy: "give a trace with --trace FILE")
        }
        let calls = try await TraceFile.read(trace, invocation)
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
    private static func policy(_ invocation: Invocation) throws(ConsoleError) -> ReplayPolicy {
        guard let name = invocation.arguments.value("policy") else { return .cacheAware }
        if let policy = ReplayPolicy(rawValue: name) { return policy }
        let known = ReplayPolicy.allCases.map(\.rawValue)
        let nearest = Spelling.nearest(to: name, among: known)
        throw invocation.usage("there is no policy \"\(name.shown)\"", remedy: nearest.map { "did you mean \"\($0)\"?" } ?? "there are \(known.joined(separator: ", "))")
    }
}
