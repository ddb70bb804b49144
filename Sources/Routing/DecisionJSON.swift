internal import Conversation
package import JSONText
internal import Primitives

extension DecisionRecord {
    /// Appends the record as one JSON object: the answer of `explain`, and what the journal and the ledger keep.
    ///
    /// `mode`, `tier`, `profile`, `model` are null where nothing was decided; `error` is there only then.
    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("mode")
            Self.write(mode?.text, &writer)
            if let claim { Self.write(claim, &writer) }
            if let agent { Self.write(agent, &writer) }
            writer.key("profile")
            Self.write(profile?.text, &writer)
            writer.key("tier")
            Self.write(tier?.text, &writer)
            writer.key("model")
            Self.write(candidates.first?.model.id.text, &writer)
            writer.member("reason", reason)
            writer.key("candidates")
            writer.array { writer in for candidate in candidates { candidate.write(into: &writer) } }
            writer.key("rejected")
            writer.array { writer in for rejection in rejected { rejection.write(into: &writer) } }
            if let comparison {
                writer.key("switch_test")
                comparison.write(into: &writer)
            }
            if let lifetime {
                writer.key("cache_lifetime")
                lifetime.write(into: &writer)
            }
            if let descent { descent.write(into: &writer) }
            if !dropped.isEmpty { writer.array("dropped") { writer in for field in dropped { writer.value(field) } } }
            if let baseline { writer.member("baseline", baseline.id.text) }
            writer.member("revision", revision.description)
            if let error { writer.member("error", error.message) }
        }
    }

    private static func write(_ text: String?, _ writer: inout JSONWriter) {
        if let text { writer.value(text) } else { writer.null() }
    }

    /// What the caller called its mode, and where.
    private static func write(_ claim: ModeClaim, _ writer: inout JSONWriter) {
        writer.key("asked")
        writer.object { writer in
            writer.member("mode", claim.name.text.shown)
            writer.member("from", claim.source.rawValue)
        }
    }
}

extension DecisionRecord {
    /// Who asks, and by which of the table's rules, counted from 1.
    private static func write(_ agent: AgentMatch, _ writer: inout JSONWriter) {
        writer.key("agent")
        writer.object { writer in
            writer.member("name", agent.agent.text)
            writer.member("rule", agent.rule)
        }
    }
}

extension Comparison {
    /// Money in US dollars, exact; `expected_calls` to the thousandth.
    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("verdict", verdict.rawValue)
            writer.member("warm", warm.id.text)
            writer.member("warm_tier", tier.text)
            writer.member("warm_tokens", warmTokens)
            writer.member("other", other.id.text)
            writer.member("other_warm_tokens", otherWarmTokens)
            writer.member("expected_calls", number: expectedCalls)
            writer.member("stay_usd", number: stay.description)
            writer.member("switch_usd", number: change.description)
        }
    }
}

extension LifetimeComparison {
    /// Money in US dollars, exact; `expected_…` to the thousandth.
    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("verdict", verdict.rawValue)
            writer.member("model", model.id.text)
            writer.member("longer_seconds", Int(longer.components.seconds))
            writer.member("shorter_seconds", Int(shorter.components.seconds))
            writer.member("expected_calls", number: Comparison.exact(calls))
            writer.member("expected_pauses", number: Comparison.exact(gaps))
            writer.member("write_usd", number: write.description)
            writer.member("refill_usd", number: refill.description)
        }
    }
}

extension Descent {
    /// `"degraded":{"budget":…,"from":…}`
    package func write(into writer: inout JSONWriter) {
        writer.object("degraded") { writer in
            writer.member("budget", budget.text)
            if let from { writer.member("from", from.text) }
        }
    }
}

extension Candidate {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("model", model.id.text)
            writer.member("provider", provider.name.text)
            writer.member("name", model.wireName)
            if let effort { writer.member("effort", effort.rawValue) }
            writer.member("key", key.rawValue)
            writer.member("price_from", model.priceOrigin?.rawValue ?? "unknown")
        }
    }
}

extension Rejection {
    fileprivate func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("model", model.id.text)
            writer.member("provider", model.provider.name.text)
            writer.member("reason", text)
        }
    }
}
