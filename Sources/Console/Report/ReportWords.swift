internal import Primitives
internal import Routing

/// The sentences of a report, which the terminal and the page share.
enum ReportWords {
    static func headline(_ total: ReportLine) -> String {
        let spent = "\(ReportNumbers.money(total.cost)) spent"
        if total.saved.picodollars == 0 { return spent }
        let share = ReportNumbers.share(Money(picodollars: Int128(total.saved.picodollars.magnitude)), of: total.baseline)
        if total.saved.picodollars < 0 {
            return "\(spent), \(ReportNumbers.money(Money.zero - total.saved)) (\(share)) more than the baseline models had cost"
        }
        return "\(spent), \(ReportNumbers.money(total.saved)) saved: \(share) less than the \(ReportNumbers.money(total.baseline)) of the baseline models"
    }

    static func counts(_ total: ReportLine) -> String {
        var text = "\(CountText.text(total.requests)) \(total.requests == 1 ? "request" : "requests")"
        if total.failed > 0 { text += ", \(CountText.text(total.failed)) of them failed" }
        text += "; \(ReportNumbers.tokens(total.input)) tokens read"
        if total.cached > 0 { text += ", \(ReportNumbers.share(total.cached, of: total.input)) of them from prompt caches" }
        return text + "; \(ReportNumbers.tokens(total.output)) written"
    }

    /// What a reader must know of the sums.
    static func notes(_ total: ReportLine) -> [String] {
        var notes: [String] = []
        if total.unpriced > 0 { notes.append("The cost of \(CountText.text(total.unpriced)) answers is unknown, for their models have no price: they are in no sum.") }
        if total.isEstimated { notes.append("Some usage is estimated, since a provider told none.") }
        return notes
    }

    /// What the ledger's words for a session's course mean.
    static func course(_ name: String) -> String {
        switch name {
        case "begin": "began, or went on after a pause"
        case "stay": "stayed with its model"
        case "switch": "switched to another model"
        default: name
        }
    }

    static func verdict(_ verdict: Comparison.Verdict) -> String {
        switch verdict {
        case .stay: "stayed where the cache was warm"
        case .switch: "switched to the cheaper model"
        }
    }

    /// `30 times a warm cache was stayed with, which saved $2.20; 7 times it was left for a cheaper model, at $0.70 expected to save $0.20`
    static func verdicts(_ verdicts: [ReportVerdict]) -> String {
        verdicts.map { verdict in
            let times = "\(CountText.text(verdict.requests)) \(verdict.requests == 1 ? "time" : "times")"
            let saved = ReportNumbers.money(verdict.saved)
            return switch verdict.verdict {
            case .stay: "\(times) a session stayed with the model whose cache was warm, which saved \(saved)"
            case .switch: "\(times) it switched to the cheaper one, at a cost of \(ReportNumbers.money(verdict.chosen)), which was expected to save \(saved)"
            }
        }.joined(separator: "; ")
    }

    static let weighing = """
        Where the mode asks for a cheaper model than the one whose prompt cache is warm, shunt weighs what the calls that are expected in \
        this mode cost on either, reading the prompt into a cold cache and coming back included. The figures are what it expected then.
        """

    static let method = """
        Savings are against the baseline model of the profile that each request came by: what the same tokens had cost there, with the prompt \
        cache that this model would have had, had it answered the whole session. A request whose cost or baseline has no price is in no saving.
        """

    static let switching = """
        A request switches where another model answered the one before it in its session, less than five minutes earlier: what that model had \
        in its prompt cache is read again at the full price, unless the new one has it too. The share from caches and the cost per request \
        show what that comes to.
        """
}
