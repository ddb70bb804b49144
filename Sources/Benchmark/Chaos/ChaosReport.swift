internal import Loop
internal import Primitives

/// What a run of chaos came to: its figures, and what was not as it should be.
struct ChaosReport: Sendable {
    private(set) var lines: [String] = []
    private(set) var failures: [String] = []

    /// Memory may grow by a quarter and so much.
    static let spareBytes = 4 << 20

    @LoopActor
    init(_ options: ChaosOptions, _ tally: ChaosTally, _ trail: AuditTrail, before: DaemonState, after: DaemonState, duration: Duration, turns: Int) {
        lines.append("\(options.concurrency) callers, seed \(options.seed), \(duration.inMilliseconds / 1000) s after the warm-up, \(turns) tables")
        lines.append("requests: \(tally.sent) sent, \(tally.requests.count) whole, \(tally.told) told of an error, \(tally.left) left, \(tally.wrong.count) wrong")
        let statuses = trail.statuses.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        lines.append("settled: \(after.requests) by the counters, \(trail.entries) in the audit, \(after.kept) in the ledger (\(statuses.joined(separator: ", ")))")
        lines.append("descriptors: \(before.descriptors) before, \(after.descriptors) after; tasks: \(before.tasks) before, \(after.tasks) after")
        lines.append("resident: \(Self.mebibytes(before.residentBytes)) before, \(Self.mebibytes(after.residentBytes)) after; reloads: \(after.reloads)")
        check(tally)
        check(tally, trail, after)
        check(before, after, turns)
        if !failures.isEmpty { lines += trail.others.suffix(10).map { "shuntd: \($0)" } }
    }

    private static func mebibytes(_ bytes: Int) -> String { "\(Report.number(Double(bytes) / Double(1 << 20))) MiB" }

    private mutating func check(_ holds: Bool, _ text: @autoclosure () -> String) {
        if !holds { failures.append(text()) }
    }

    private mutating func check(_ tally: ChaosTally) {
        failures += tally.wrong.prefix(10)
        check(tally.wrong.count <= 10, "\(tally.wrong.count - 10) further answers are wrong")
        check(tally.requests.count + tally.told + tally.left + tally.wrong.count == tally.sent, "an answer was lost")
        check(Set(tally.requests).count == tally.requests.count, "two answers are of one request")
        check(tally.requests.count > tally.sent / 3, "too few answers are whole to say anything")
    }

    /// A caller that leaves may be gone before its request was read; every other request is counted.
    @LoopActor
    private mutating func check(_ tally: ChaosTally, _ trail: AuditTrail, _ after: DaemonState) {
        check(after.requests <= tally.sent && after.requests >= tally.sent - tally.left, "the daemon counts \(after.requests) of \(tally.sent) requests")
        check(trail.entries == after.requests, "the audit has \(trail.entries) entries for \(after.requests) requests")
        check(trail.settled.count == trail.entries, "the audit has \(trail.entries - trail.settled.count) requests twice")
        check(after.kept == after.requests, "the ledger has \(after.kept) of \(after.requests) requests")
        check(trail.lost == 0, "entries of the audit were lost")
        let unsettled = tally.requests.filter { trail.settled[$0] != "ok" }
        check(unsettled.isEmpty, "\(unsettled.count) whole answers are not settled as such")
        for status in tally.sent < 1000 ? ["ok", "cancelled"] : ["ok", "cancelled", "stream_cut"] { check(trail.statuses[status] != nil, "too little went wrong: nothing is \(status)") }
    }

    private mutating func check(_ before: DaemonState, _ after: DaemonState, _ turns: Int) {
        check(before.isQuiet && after.isQuiet, "not quiet: \(after.inFlight) in flight, \(after.connections) connections, \(after.upstreamCalls) calls")
        check(after.descriptors <= before.descriptors, "\(after.descriptors - before.descriptors) descriptors leaked")
        check(after.tasks <= before.tasks, "\(after.tasks - before.tasks) tasks go on")
        check(after.residentBytes <= before.residentBytes * 5 / 4 + Self.spareBytes, "memory grew by more than a quarter and 4 MiB")
        check(after.reloads > turns / 2, "\(after.reloads) reloads for \(turns) signals")
    }

    var text: String { (lines + failures.map { "FAILED: \($0)" } + (failures.isEmpty ? ["all checks hold"] : [])).joined(separator: "\n") + "\n" }
}
