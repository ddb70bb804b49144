package import Primitives

/// What was decided for one request, and why: what `explain` prints and the journal audits.
///
/// Texts are rendered when somebody reads them; a decision on the way of a request builds none.
package struct DecisionRecord: Sendable {
    /// How the request came to its candidates.
    package enum Origin: Sendable, Equatable {
        /// By a mode that the table knows.
        case mode
        /// By the policy for modes that it does not know.
        case unknownMode(nearest: ModeName?)
        /// By the same policy: the request names no mode.
        case noMode
        /// The caller named the tier or the model itself.
        case tier, model
        /// Nowhere: see ``DecisionRecord/error``.
        case none
    }

    /// Why the first candidate is the first.
    package enum Preference: Sendable, Equatable {
        case listed
        case drawnByWeight
        case warmCache
        /// A better model than the mode asks for, whose warm cache makes it the cheaper one: see ``DecisionRecord/comparison``.
        case stayed
    }

    package let revision: Revision
    package internal(set) var claim: ModeClaim?
    /// Who asks, by the table's agent rules; nil where none fits.
    package internal(set) var agent: AgentMatch?
    /// The mode under the table's own name for it; nil where none is known.
    package internal(set) var mode: ModeName?
    package internal(set) var profile: ProfileName?
    package internal(set) var tier: TierName?
    /// The model that savings are measured against.
    package internal(set) var baseline: Model?
    package internal(set) var origin = Origin.none
    package internal(set) var preference = Preference.listed
    /// In the order in which to try them; empty exactly where there is an ``error``.
    package internal(set) var candidates: [Candidate] = []
    package internal(set) var rejected: [Rejection] = []
    /// What staying on a better, warm model costs beside what the mode asks for; nil where there is none.
    package internal(set) var comparison: Comparison?
    /// Why there is no ``comparison`` although such a model is there.
    package internal(set) var gap: ComparisonGap?
    /// What the longer of two lifetimes of the first candidate's cache costs and saves; nil where nothing was to be chosen.
    package internal(set) var lifetime: LifetimeComparison?
    /// The one whose provider is asked to keep the prompt for longer than the caller says.
    private var keptLonger: ModelID?
    /// Of the rejected those that are only left alone for now: when they may be asked, and no other may, they answer too.
    package internal(set) var resting: [Candidate] = []
    /// Nil for a model that the caller named.
    package private(set) var served: Tier?
    /// As the mode says, else the tier.
    package private(set) var delivery = Conduct.Delivery.stream
    package internal(set) var error: DecisionError?
    /// Nil where every budget covers the tier that the request comes to.
    package internal(set) var descent: Descent?
    /// What the caller said and the answering model's provider was not told, by its name in the caller's request; bounded.
    package private(set) var dropped: [String] = []

    package init(revision: Revision) { self.revision = revision }

    /// Why the first candidate, in one sentence; or why there is none.
    package var reason: String {
        guard let first = candidates.first else { return error?.message ?? "nothing was decided" }
        var text = Bytes()
        text.reserveCapacity(128)
        appendOrigin(to: &text)
        text.append(literal: "; ")
        text.append(first.model.id.text)
        text.append(literal: " ")
        text.append(preferenceText)
        text.append(comparisonText)
        text.append(lifetimeText)
        return text.text
    }

    /// How the calls for it are made.
    package var conduct: Conduct { served?.conduct ?? .standard }

    mutating func serve(_ tier: Tier, _ delivery: Conduct.Delivery?) {
        served = tier
        self.tier = tier.name
        self.delivery = delivery ?? tier.conduct.delivery
    }

    private func appendOrigin(to text: inout Bytes) {
        if let descent { return text.append(descent.text) }
        let tier = tier?.text ?? ""
        switch origin {
        case .mode:
            text.append(agentText)
            text.append(literal: "mode ")
            text.append(mode?.text ?? "")
            text.append(literal: " goes to tier ")
            text.append(tier)
            text.append(profileText)
        case .unknownMode(let nearest):
            let hint = nearest.map { " (nearest is \($0))" } ?? ""
            text.append("mode \"\(claim?.name.text.shown ?? "")\" is unknown\(hint), so tier \(tier) by the table's policy")
        case .noMode: text.append("the request names no mode, so tier \(tier) by the table's policy")
        case .tier: text.append("the caller asked for tier \(tier)")
        case .model: text.append(literal: "the caller asked for this model")
        case .none: break
        }
    }

    /// For a mode that no caller named.
    private var agentText: String {
        guard claim?.source == .agent, let agent else { return "" }
        return "rule \(agent.rule) says that agent \(agent.agent) is in mode \(agent.mode?.text ?? ""); "
    }

    private var profileText: String {
        guard let profile, profile != Profile.automatic else { return "" }
        return " in profile \(profile)"
    }

    private var preferenceText: String {
        switch preference {
        case .stayed: return "stays, \(comparison?.text ?? "the warm one")"
        case .warmCache: return "holds this session's warm cache"
        case .drawnByWeight: return candidates.count == 1 ? "is the only one left" : "is this session's draw by weight"
        case .listed where rejected.isEmpty: return candidates.count == 1 ? "is its only model" : "is its first model"
        case .listed:
            let count = rejected.count
            return "is the first that can answer, \(count) \(count == 1 ? "was" : "were") rejected"
        }
    }

    /// What spoke against staying on a better model.
    private var comparisonText: String {
        if let gap { return "; \(gap.text)" }
        guard let comparison, preference != .stayed else { return "" }
        return "; it left \(comparison.warm.id), \(comparison.text)"
    }

    /// What speaks for the longer lifetime.
    private var lifetimeText: String {
        guard let lifetime, lifetime.verdict == .longer else { return "" }
        return "; \(lifetime.text)"
    }

    mutating func keep(_ candidate: Candidate) { keptLonger = candidate.model.id }

    /// Whether a call of the model asks its provider to keep what it marks for the longer of two lifetimes.
    package func keepsLonger(_ model: Model) -> Bool { keptLonger == model.id }

    mutating func stay(on candidate: Candidate) {
        candidates.removeAll { $0.model === candidate.model && $0.effort == candidate.effort }
        candidates.insert(candidate, at: 0)
        preference = .stayed
    }

    /// The tier of the model that answers: the mode's, but for one that the session stayed on.
    package func tier(of model: Model) -> TierName? {
        if preference == .stayed, let comparison, comparison.warm === model { comparison.tier } else { tier }
    }

    /// Notes what a provider is not told.
    package mutating func drop(_ fields: [String]) { dropped = Self.bounded(fields) }

    /// Takes out the candidates whose providers cannot be told all that the request says; `untold` names the fields.
    package mutating func rejectUntold(_ untold: (Candidate) -> [String]) {
        reject { candidate in
            let fields = untold(candidate)
            return fields.isEmpty ? nil : .untold(Self.bounded(fields))
        }
    }

    /// Takes out the candidates that something beyond the table speaks against.
    package mutating func reject(_ reason: (Candidate) -> Rejection.Reason?) {
        resting.removeAll { reason($0) != nil }
        guard error == nil else { return }
        candidates.removeAll { candidate in
            guard let reason = reason(candidate) else { return false }
            rejected.append(Rejection(model: candidate.model, reason: reason))
            return true
        }
        guard candidates.isEmpty else { return }
        error = .noCandidate(of: tier.map { "tier \($0)" } ?? "the caller's choice", rejected, retryAfter: nil)
    }

    /// Notes that no budget covers it.
    package mutating func refuse(_ shortage: BudgetShortage) {
        candidates = []
        resting = []
        error = .overBudget(shortage)
    }

    private static func bounded(_ fields: [String]) -> [String] {
        fields.isEmpty ? [] : fields.prefix(Limits.droppedFields).map(\.shown)
    }

    /// The candidates, or why there are none.
    package func get() throws(DecisionError) -> [Candidate] {
        if let error { throw error }
        return candidates
    }
}
