internal import Primitives

/// The rows of a report: each a figure of every target, and its ratio to nginx where that says something.
struct Comparison: Sendable {
    enum Unit: String, Sendable { case microseconds = "µs", milliseconds = "ms", megabytes = "MB", perSecond = "/s", times = "×" }

    struct Row: Sendable {
        let key: String
        let title: String
        let unit: Unit
        /// By target, in order.
        let values: [Double?]
        /// The most that is wanted of the daemon over HTTP: as a ratio to nginx, or as it is.
        var ratioGoal: Double?
        var goal: Double?
        var comparesWithNginx = true
    }

    let targets: [String]
    let rows: [Row]
    let failures: [String]

    private static let direct = "direct"
    static let nginx = "nginx"
    static let daemon = "shuntd HTTP"
    /// The daemon where it tells requests in another API than the caller's.
    static let translation = "shuntd transl."

    init(_ figures: [Figures]) {
        targets = figures.map(\.name)
        failures = figures.flatMap(\.failures)
        let base = figures.first { $0.name == Self.direct }
        func row(_ key: String, _ title: String, _ unit: Unit, ratioGoal: Double? = nil, goal: Double? = nil, compares: Bool = true, _ value: (Figures) -> Double?) -> Row {
            Row(key: key, title: title, unit: unit, values: figures.map(value), ratioGoal: ratioGoal, goal: goal, comparesWithNginx: compares)
        }
        func percentile(_ load: Load?, _ share: Double) -> Double? { load?.latencies.percentiles([share])?[0] }
        func added(_ path: KeyPath<Figures, Load?>, _ share: Double) -> (Figures) -> Double? {
            let direct = percentile(base?[keyPath: path], share)
            return { figures in
                guard figures.name != Self.direct, let direct else { return nil }
                return percentile(figures[keyPath: path], share).map { $0 - direct }
            }
        }
        func translated(_ key: String, _ title: String, _ value: (Figures) -> Double?) -> Row {
            let passed = figures.first { $0.name == Self.daemon }.flatMap(value)
            let told = figures.first { $0.name == Self.translation }.flatMap(value)
            return row(key, title, .times, goal: 1.5, compares: false) { figures in
                guard figures.name == Self.daemon, let passed, let told, passed > 0 else { return nil }
                return told / passed
            }
        }
        rows = [
            row("latency_1_p50", "small request, 1 connection: p50", .microseconds, compares: false) { percentile($0.single, 0.5) },
            row("latency_1_p99", "p99", .microseconds, compares: false) { percentile($0.single, 0.99) },
            row("added_1_p50", "added p50", .microseconds, ratioGoal: 1.5, added(\.single, 0.5)),
            row("added_1_p99", "added p99", .microseconds, added(\.single, 0.99)),
            row("latency_64_p50", "small request, 64 connections: p50", .microseconds, compares: false) { percentile($0.many, 0.5) },
            row("latency_64_p99", "p99", .microseconds, compares: false) { percentile($0.many, 0.99) },
            row("added_64_p50", "added p50", .microseconds, added(\.many, 0.5)),
            row("added_64_p99", "added p99", .microseconds, added(\.many, 0.99)),
            row("cpu_request_1", "processor time, 1 connection: a request", .microseconds) { $0.single?.perRequest },
            row("cpu_request_64", "64 connections: a request", .microseconds, ratioGoal: 2) { $0.many?.perRequest },
            row("cpu_chunk", "64 streams: a chunk", .microseconds, ratioGoal: 2) { $0.streams?.perChunk },
            row("cpu_large", "a request of 1 MB", .milliseconds, goal: 3) { $0.large?.perRequest.map { $0 / 1000 } },
            row("memory_idle", "memory resident: idle", .megabytes, goal: 20) { $0.idleBytes.map { Double($0) / 1e6 } },
            row("memory_open", "with 1,000 streams open", .megabytes, goal: 60) { $0.openBytes.map { Double($0) / 1e6 } },
            translated("translation_small", "translation by passing on: small", \.single?.perRequest),
            translated("translation_chunk", "with streams: a chunk", \.streams?.perChunk),
            translated("translation_large", "a request of 1 MB", \.large?.perRequest),
            row("ledger", "the ledger's part of a request", .microseconds, goal: 5, compares: false) { $0.ledger },
            row("start", "from start to READY", .milliseconds, goal: 50, compares: false) { $0.start.map { $0 / 1000 } },
            row("reload", "to a new table of \(Reload.models) models live", .milliseconds, goal: 50, compares: false) { $0.reload.map { $0 / 1000 } },
        ]
    }

    /// The value of a target by that of nginx; nil where either is missing or nginx's is nothing.
    func ratio(_ row: Row, _ target: Int) -> Double? {
        guard row.comparesWithNginx, let nginx = targets.firstIndex(of: Self.nginx), target > nginx else { return nil }
        guard let value = row.values[target], let base = row.values[nginx], base > 0 else { return nil }
        return value / base
    }

    /// Whether the daemon's figure is as wanted; nil where nothing is wanted or known.
    func meets(_ row: Row) -> Bool? {
        guard let target = targets.firstIndex(of: Self.daemon) else { return nil }
        if let goal = row.goal { return row.values[target].map { $0 <= goal } }
        if let goal = row.ratioGoal { return ratio(row, target).map { $0 <= goal } }
        return nil
    }
}
