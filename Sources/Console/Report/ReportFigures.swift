internal import JSONText
internal import Primitives

/// What requests of one kind used and cost together.
struct ReportLine {
    /// Empty for requests that have none.
    var name: String
    var requests = 0
    var failed = 0
    /// Answers whose cost is unknown: it is in no sum.
    var unpriced = 0
    var isEstimated = false
    /// Tokens that were read, cached or not.
    var input = 0
    var cached = 0
    /// Tokens that were written, reasoning included.
    var output = 0
    var cost = Money.zero
    var saved = Money.zero
    /// What staying on a warm model and what changing to another was expected to cost, where that was weighed.
    var stay = Money.zero
    var change = Money.zero

    init(name: String) { self.name = name }

    /// One row of `usage`, named by its value of `column`.
    init(_ row: JSONValue, _ column: String?) {
        name = column.flatMap { row.get($0)?.string } ?? ""
        let usage = row["usage"]
        func count(_ names: String...) -> Int { names.reduce(0) { $0 + (usage?.get($1)?.int ?? 0) } }
        requests = row["requests"]?.int ?? 0
        failed = row["failed"]?.int ?? 0
        unpriced = row["unpriced"]?.int ?? 0
        isEstimated = usage?["estimated"]?.bool ?? false
        input = count("input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "audio_cache_read", "image_input")
        cached = count("cache_read", "audio_cache_read")
        output = count("output", "reasoning", "audio_output", "image_output")
        cost = row["cost_usd"]?.number.flatMap { Money($0) } ?? .zero
        saved = row["saved_usd"]?.number.flatMap { Money($0) } ?? .zero
        stay = row["stay_usd"]?.number.flatMap { Money($0) } ?? .zero
        change = row["switch_usd"]?.number.flatMap { Money($0) } ?? .zero
    }

    /// What it had cost on the baseline, where the saving is known.
    var baseline: Money { cost + saved }

    mutating func add(_ other: ReportLine) {
        requests += other.requests
        failed += other.failed
        unpriced += other.unpriced
        isEstimated = isEstimated || other.isEstimated
        input += other.input
        cached += other.cached
        output += other.output
        cost += other.cost
        saved += other.saved
    }
}

/// Requests told apart by one thing, the dearest first.
struct ReportGroup {
    /// Lines that are shown; the rest is one.
    private static let shown = 12

    let title: String
    let lines: [ReportLine]

    init(title: String, lines: [ReportLine]) {
        self.title = title
        let sorted = lines.filter { $0.requests > 0 }.sorted { ($1.cost, $1.requests, $0.name) < ($0.cost, $0.requests, $1.name) }
        guard sorted.count > Self.shown + 1 else {
            self.lines = sorted
            return
        }
        var rest = ReportLine(name: "\(sorted.count - Self.shown) others")
        for line in sorted.dropFirst(Self.shown) { rest.add(line) }
        self.lines = sorted.prefix(Self.shown) + [rest]
    }
}

/// All that a report tells.
struct ReportFigures {
    static let groupings = [("Mode", "mode"), ("Tier", "tier"), ("Model", "model"), ("Agent", "agent")]
    /// Days that a chart shows one by one; more of them become months.
    private static let dailyBars = 92

    /// Unix seconds.
    let since: Int
    let until: Int
    var total = ReportLine(name: "")
    /// One for each day from the first with requests to the last, or for each month of a long time.
    private(set) var days: [ReportLine] = []
    private(set) var isByMonth = false
    var groups: [ReportGroup] = []
    /// By whether a session stayed with its model: `begin`, `stay`, `switch`.
    var switches: [ReportLine] = []
    /// How warm caches were weighed; empty where none was.
    var verdicts: [ReportVerdict] = []

    init(since: Int, until: Int) {
        self.since = since
        self.until = until
    }

    mutating func add(days rows: [ReportLine]) {
        let known = Dictionary(rows.map { ($0.name, $0) }) { first, _ in first }
        guard let first = rows.compactMap({ Day.seconds($0.name) }).min(), let last = rows.compactMap({ Day.seconds($0.name) }).max() else { return }
        let names = stride(from: first, through: last, by: 86_400).map { Day.text($0) }
        isByMonth = names.count > Self.dailyBars
        for name in names {
            let key = isByMonth ? String(name.prefix(7)) : name
            if days.last?.name != key { days.append(ReportLine(name: key)) }
            if let line = known[name] { days[days.count - 1].add(line) }
        }
    }

    /// `2026-11-01 to 2026-11-24`: whole days, the last one included.
    var span: String {
        let (first, last) = (Day.text(since), Day.text(max(since, until - 1)))
        return first == last ? first : "\(first) to \(last)"
    }

    var isEmpty: Bool { total.requests == 0 }
}
