internal import JSONText
internal import Primitives
internal import Routing
internal import Simulation

/// What the same calls had cost by each policy, beside one another.
struct PolicyComparison {
    private let table: Table
    private var runs: [(policy: ReplayPolicy, replay: Replay, report: ReplayReport)]

    init(_ table: Table) {
        self.table = table
        runs = ReplayPolicy.allCases.map { ($0, Replay(table, $0), ReplayReport()) }
    }

    mutating func add(_ call: TraceCall) {
        for index in runs.indices { runs[index].report.add(runs[index].replay.play(call)) }
    }

    var hasCalls: Bool { runs.contains { $0.report.total.calls > 0 } }

    /// A row for each policy; below, what holds for all of them alike.
    var text: StyledText {
        guard hasCalls, let first = runs.first else { return SimulationText.text(ReplayReport(), table, .cacheAware) }
        var text = StyledText()
        let calls = first.report.total.calls
        text.line("\(CountText.text(calls)) \(calls == 1 ? "call" : "calls") under the table \(table.revision), by every policy\(SimulationText.rest(first.report))", .bold)
        var rows = TextTable([("POLICY", .left)] + SimulationText.columns)
        for run in runs { rows.add([run.policy.rawValue] + SimulationText.figures(run.report.total)) }
        text += rows.text()
        for run in runs { text.line("\(run.policy.rawValue): \(run.policy.summary)", .dim) }
        for note in SimulationText.notes(first.report) { text.line(note, .dim) }
        return text
    }

    /// `{"revision","policies":[{"policy","total":{…},"skipped","unanswered","first_refusal"?}]}`
    var json: Bytes {
        var writer = JSONWriter()
        writer.object {
            $0.member("revision", table.revision.description)
            $0.array("policies") { writer in
                for run in runs {
                    writer.object {
                        $0.member("policy", run.policy.rawValue)
                        SimulationText.writeTotal(run.report, into: &$0)
                    }
                }
            }
        }
        return writer.bytes
    }
}
