internal import JSONText
internal import Primitives
internal import Routing
internal import Simulation

/// What a replay found, for people and for programs.
enum SimulationText {
    static let assumptions = """
        Where the model that ran is chosen again and holds as much of the conversation warm as it did, its usage is taken as it was: such calls are \
        exact. Elsewhere tokens are carried over: another model is taken to count a text alike and to answer at the same length, and its input is \
        split by what it holds warm itself, from the calls before, for as long as its provider keeps it. Every provider is taken to be well.
        """

    static func text(_ report: ReplayReport, _ table: Table, _ policy: ReplayPolicy) -> StyledText {
        var text = StyledText()
        guard report.total.calls > 0 else {
            text.line("no call was replayed" + rest(report))
            return text
        }
        text.line("\(count(report.total.calls)) under the table \(table.revision), policy \(policy.rawValue)", .bold)
        var rows = TextTable([("MODE", .left), ("TIER", .left)] + columns)
        for row in report.rows { rows.add([row.mode ?? "-", row.tier ?? "-"] + figures(row.sums)) }
        rows.add(["all", ""] + figures(report.total))
        text += rows.text()
        text.line("\(count(report.total.exact)) with the usage that was, \(count(report.total.calls - report.total.exact)) with it carried over" + rest(report), .dim)
        for note in notes(report) { text.line(note, .dim) }
        return text
    }

    static let columns: [(title: String, alignment: TextTable.Alignment)] = [
        ("CALLS", .right), ("DID USD", .right), ("WOULD USD", .right), ("CHANGE", .right), ("EXACT", .right), ("STAYED", .right),
    ]

    /// The cells of ``columns``.
    static func figures(_ sums: ReplayReport.Sums) -> [String] {
        [
            CountText.text(sums.calls), sums.undid == sums.calls ? "unknown" : sums.did.rounded, sums.unpriced == sums.calls ? "unknown" : sums.would.rounded,
            sums.undid + sums.unpriced > 0 || sums.did == .zero ? "" : change(from: sums.did, to: sums.would),
            CountText.text(sums.exact), CountText.text(sums.stayed),
        ]
    }

    /// In percent with one decimal.
    private static func change(from did: Money, to would: Money) -> String {
        let thousandths = Int((would.picodollars - did.picodollars) * 1000 / did.picodollars)
        return "\(thousandths < 0 ? "-" : "+")\(thousandths.magnitude / 10).\(thousandths.magnitude % 10) %"
    }

    /// What a report could not know.
    static func notes(_ report: ReplayReport) -> [String] {
        let total = report.total
        var notes: [String] = []
        if total.undid > 0 { notes.append("what \(count(total.undid)) did cost is unknown, and left out") }
        if total.unpriced > 0 { notes.append("what \(count(total.unpriced)) would cost is unknown, and left out: the table has no price for them, and those of the catalog are read with --config FILE") }
        if let refusal = report.firstRefusal { notes.append("the first that no model could answer: \(refusal)") }
        return notes
    }

    /// What it left out, to follow another sentence.
    static func rest(_ report: ReplayReport) -> String {
        var text = ""
        if report.skipped > 0 { text += "; \(count(report.skipped)) that failed or used nothing left out" }
        if report.unanswered > 0 { text += "; \(count(report.unanswered)) that no model could answer" }
        return text
    }

    private static func count(_ calls: Int) -> String { "\(CountText.text(calls)) \(calls == 1 ? "call" : "calls")" }

    /// `{"policy","revision","rows":[{"mode","tier",…}],"total":{…},"skipped","unanswered","first_refusal"?}`; money in US dollars, exact.
    static func json(_ report: ReplayReport, _ table: Table, _ policy: ReplayPolicy) -> Bytes {
        var writer = JSONWriter()
        writer.object {
            $0.member("policy", policy.rawValue)
            $0.member("revision", table.revision.description)
            $0.array("rows") { for row in report.rows { write(row, into: &$0) } }
            writeTotal(report, into: &$0)
        }
        return writer.bytes
    }

    static func writeTotal(_ report: ReplayReport, into writer: inout JSONWriter) {
        writer.object("total") { write(report.total, into: &$0) }
        writer.member("skipped", report.skipped)
        writer.member("unanswered", report.unanswered)
        if let refusal = report.firstRefusal { writer.member("first_refusal", refusal) }
    }

    private static func write(_ row: ReplayReport.Row, into writer: inout JSONWriter) {
        writer.object {
            for (name, text) in [("mode", row.mode), ("tier", row.tier)] {
                $0.key(name)
                if let text { $0.value(text) } else { $0.null() }
            }
            write(row.sums, into: &$0)
        }
    }

    private static func write(_ sums: ReplayReport.Sums, into writer: inout JSONWriter) {
        writer.member("calls", sums.calls)
        writer.member("did_usd", number: sums.did.description)
        writer.member("did_unknown", sums.undid)
        writer.member("would_usd", number: sums.would.description)
        writer.member("would_unknown", sums.unpriced)
        writer.member("exact", sums.exact)
        writer.member("stayed", sums.stayed)
    }
}
