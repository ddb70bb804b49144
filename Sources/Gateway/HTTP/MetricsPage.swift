internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// What the daemon has done, in Prometheus' text form (https://prometheus.io/docs/instrumenting/exposition_formats/).
@LoopActor
struct MetricsPage {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var bytes = Bytes()

    init(_ services: GatewayServices) {
        let metrics = services.metrics
        let figures = metrics.figures.sorted { $0.key < $1.key }
        family("shunt_requests_total", "counter", "Requests that ended.")
        for (labels, sums) in figures { line("shunt_requests_total", text(labels), "\(sums.requests)") }
        family("shunt_attempts_total", "counter", "Upstream calls.")
        for (labels, sums) in figures { line("shunt_attempts_total", text(labels), "\(sums.attempts)") }
        tokens(figures)
        family("shunt_cost_usd_total", "counter", "Known cost of answers in US dollars.")
        for (labels, sums) in figures { line("shunt_cost_usd_total", text(labels), sums.cost.description) }
        family("shunt_saved_usd", "gauge", "Saved against the baseline in US dollars; negative where more was spent.")
        for (labels, sums) in figures { line("shunt_saved_usd", text(labels), sums.saved.description) }
        family("shunt_hedge_cost_usd_total", "counter", "The part of the cost that went to calls which a hedge outpaced, in US dollars.")
        for (labels, sums) in figures where sums.hedged > .zero { line("shunt_hedge_cost_usd_total", text(labels), sums.hedged.description) }
        count("shunt_hedges_total", "Second candidates asked because the first was late.", metrics.hedges)
        count("shunt_hedges_won_total", "Second candidates that answered before the first.", metrics.hedgesWon)
        count("shunt_continuations_total", "Answers that another model went on with after they broke off.", metrics.continuations)
        histogram("shunt_first_token_seconds", "From a request's arrival to the first token of its answer.", metrics.firstToken)
        histogram("shunt_duration_seconds", "From a request's arrival to the end of its answer.", metrics.duration)
        family("shunt_requests_in_flight", "gauge", "Requests that have not ended.")
        line("shunt_requests_in_flight", "", "\(services.counters.inFlight)")
        family("shunt_model_resting", "gauge", "Models that are left alone for a while after failures.")
        for place in services.chat.resting() { line("shunt_model_resting", "model=\(quoted(place.model.text)),provider=\(quoted(place.provider.text))", "1") }
        family("shunt_reloads_total", "counter", "Configurations and tables taken into use after the first.")
        line("shunt_reloads_total", "", "\(services.snapshots.swaps)")
        tables(services)
        budgets(services)
        ledger(services)
    }

    /// Of the budgets that all share what there is, and what became of requests beyond any.
    private mutating func budgets(_ services: GatewayServices) {
        let snapshot = services.snapshots.current
        guard snapshot.hasBudgets else { return }
        family("shunt_budget", "gauge", "How budgets stand, in US dollars, tokens or requests.")
        for standing in services.budgets.standings(snapshot) {
            for measure in standing.budget.limits.measures {
                let figures = [("limit", standing.budget.limits[measure] ?? 0), ("spent", standing.spent[measure]), ("reserved", standing.reserved[measure])]
                for (name, amount) in figures {
                    let labels = "budget=\(quoted(standing.budget.name.text)),unit=\(quoted(measure.rawValue)),figure=\(quoted(name))"
                    line("shunt_budget", labels, measure == .usd ? Money(picodollars: amount).description : "\(amount)")
                }
            }
        }
        family("shunt_budgets_up", "gauge", "1 where what is spent of budgets could be written down when it was tried last, else 0.")
        line("shunt_budgets_up", "", services.budgets.failure == nil ? "1" : "0")
        family("shunt_budget_exceeded_total", "counter", "Requests that a budget did not cover.")
        for (budget, outcomes) in services.budgets.outcomes.sorted(by: { $0.key < $1.key }) {
            for (name, count) in [("refused", outcomes.refused), ("degraded", outcomes.degraded)] where count > 0 {
                line("shunt_budget_exceeded_total", "budget=\(quoted(budget.text)),outcome=\(quoted(name))", "\(count)")
            }
        }
    }

    /// How far what is to outlive the daemon is on disk.
    private mutating func ledger(_ services: GatewayServices) {
        guard let figures = services.ledger.figures else { return }
        family("shunt_ledger_up", "gauge", "1 where the ledger's file could be written when it was tried last, else 0.")
        line("shunt_ledger_up", "", figures.error == nil ? "1" : "0")
        family("shunt_ledger_waiting", "gauge", "Requests that wait for a ledger which cannot be written.")
        line("shunt_ledger_waiting", "", "\(figures.waiting)")
        family("shunt_ledger_entries_total", "counter", "Requests that went into the ledger, and those that were given up: only the journal has them.")
        for (name, count) in [("written", figures.written), ("lost", figures.lost)] {
            line("shunt_ledger_entries_total", "outcome=\(quoted(name))", "\(count)")
        }
    }

    private mutating func tables(_ services: GatewayServices) {
        let figures = services.control.tableFigures
        family("shunt_revision_requests_total", "counter", "Requests that each of the latest revisions served.")
        for (revision, count) in services.counters.revisions { line("shunt_revision_requests_total", "revision=\(quoted(revision))", "\(count)") }
        family("shunt_rollout_share_ratio", "gauge", "The share of sessions that a table serves which is rolled out.")
        if let staged = services.snapshots.current.staged {
            let hundredths = String(staged.table.rollout?.share ?? 0)
            line("shunt_rollout_share_ratio", "revision=\(quoted(staged.table.revision.description))", "0.\(hundredths.count == 1 ? "0" : "")\(hundredths)")
        }
        family("shunt_table_age_seconds", "gauge", "How long the settings in use have been live.")
        line("shunt_table_age_seconds", "", seconds(Int((EventLoop.now - services.snapshots.since).inMilliseconds)))
        family("shunt_table_source_up", "gauge", "1 where the table's source answered when it was asked last, else 0.")
        line("shunt_table_source_up", "", figures.isReachable ? "1" : "0")
        family("shunt_table_source_failures_total", "counter", "Times that the table's source did not answer.")
        line("shunt_table_source_failures_total", "", "\(figures.failures)")
        family("shunt_table_refusals_total", "counter", "Settings and tables that were refused.")
        line("shunt_table_refusals_total", "", "\(figures.refusals)")
    }

    private mutating func tokens(_ figures: [(key: Metrics.Labels, value: Metrics.Figures)]) {
        family("shunt_tokens_total", "counter", "Tokens by class; the classes do not overlap.")
        for (labels, sums) in figures {
            let usage = sums.usage
            let classes = [
                ("input", usage.input), ("cache_read", usage.cacheRead), ("cache_write", usage.cacheWrite), ("output", usage.output),
                ("reasoning", usage.reasoning),
            ]
            for (name, count) in classes where count > 0 { line("shunt_tokens_total", text(labels) + ",class=\"\(name)\"", "\(count)") }
        }
    }

    private mutating func histogram(_ name: String, _ help: String, _ histogram: Histogram) {
        family(name, "histogram", help)
        var total = 0
        for (bound, count) in zip(Histogram.bounds, histogram.counts) {
            total += count
            line(name + "_bucket", "le=\"\(seconds(bound))\"", "\(total)")
        }
        total += histogram.counts[Histogram.bounds.count]
        line(name + "_bucket", "le=\"+Inf\"", "\(total)")
        line(name + "_sum", "", seconds(Int(histogram.sum.inMilliseconds)))
        line(name + "_count", "", "\(total)")
    }

    private mutating func count(_ name: String, _ help: String, _ value: Int) {
        family(name, "counter", help)
        line(name, "", "\(value)")
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        bytes.append("# HELP \(name) \(help)\n# TYPE \(name) \(type)\n")
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        bytes.append(labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n")
    }

    private func text(_ labels: Metrics.Labels) -> String {
        "mode=\(quoted(labels.mode)),tier=\(quoted(labels.tier)),model=\(quoted(labels.model)),status=\(quoted(labels.status))"
    }

    private func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
    }

    /// Milliseconds as decimal seconds.
    private func seconds(_ milliseconds: Int) -> String {
        let rest = milliseconds % 1000
        if rest == 0 { return "\(milliseconds / 1000)" }
        let digits = String(1000 + rest).dropFirst()
        return "\(milliseconds / 1000).\(digits)"
    }
}
