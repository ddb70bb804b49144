internal import Primitives

/// How capacity is set.
enum OverloadPlan {
    /// How long the provider takes.
    static let service = Duration.milliseconds(100)
    /// A caller asks once in so many times that.
    static let turns = 3
    static let pause = service * turns
    /// What gets at it at once.
    static let requests = 16
    /// Those that may wait for a turn.
    static let queue = 4
}

/// How long answers and refusals took.
struct OverloadFigures: Sendable {
    private(set) var accepted = Latencies()
    private(set) var refused = Latencies()

    mutating func add(_ status: Int, _ duration: Duration) throws(LoadError) {
        switch status {
        case 200: accepted.add(duration)
        case 429: refused.add(duration)
        default: throw .answer("status \(status)")
        }
    }

    mutating func add(_ other: OverloadFigures) {
        accepted.add(other.accepted)
        refused.add(other.refused)
    }
}

/// What the limits did under four times the load that they allow.
struct OverloadReport: Sendable {
    private(set) var text = ""
    private(set) var failures: [String] = []

    init(_ unloaded: OverloadFigures, _ loaded: OverloadFigures, duration: Duration) {
        let capacity = OverloadPlan.requests * 1000 / Int(OverloadPlan.service.inMilliseconds)
        let seconds = max(1, Int(duration.inMilliseconds) / 1000)
        text += "capacity: \(capacity) requests a second (limits.requests = \(OverloadPlan.requests), \(OverloadPlan.service.inMilliseconds) ms each at the provider, limits.queue = \(OverloadPlan.queue))\n"
        text += "asked: \((loaded.accepted.count + loaded.refused.count) / seconds) a second, of which \(loaded.accepted.count / seconds) were accepted\n"
        let (before, within, refusal) = (Self.times(unloaded.accepted), Self.times(loaded.accepted), Self.times(loaded.refused))
        text += "unloaded: \(Self.shown(before))\naccepted: \(Self.shown(within))\nrefused:  \(Self.shown(refusal))\n"
        guard let before, let within, let refusal else {
            fail("nobody was answered, or nobody refused")
            return
        }
        text += "accepted to unloaded: \(Report.number(within.middle / before.middle))× in the middle, \(Report.number(within.late / before.late))× for 99 of 100 (≤ 2×)\n"
        if within.late > 2 * before.late { fail("accepted requests take more than twice as long as unloaded ones") }
        if refusal.late > 50 { fail("refusals take more than 50 ms") }
        if loaded.refused.count < loaded.accepted.count { fail("too little was refused for an overload") }
    }

    private mutating func fail(_ failure: String) {
        failures.append(failure)
        text += "FAILED: \(failure)\n"
    }

    /// Milliseconds for half of them and for 99 of 100.
    private static func times(_ latencies: Latencies) -> (middle: Double, late: Double)? {
        latencies.percentiles([0.5, 0.99]).map { ($0[0] / 1000, $0[1] / 1000) }
    }

    private static func shown(_ times: (middle: Double, late: Double)?) -> String {
        times.map { "\(Report.number($0.middle)) ms in the middle, \(Report.number($0.late)) ms for 99 of 100" } ?? "none"
    }
}
