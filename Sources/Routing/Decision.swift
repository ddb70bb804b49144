internal import Conversation
internal import Primitives

/// Which models may answer a request, in order: a pure function of the table and the query.
package enum Decision {
    package static func decide(_ table: Table, _ query: RouteQuery) -> DecisionRecord {
        var record = DecisionRecord(revision: table.revision)
        do throws(DecisionError) {
            var aim = try resolve(table, query, &record)
            if let descent = query.descent { aim = .tier(try descend(descent, table, query, &record), nil) }
            switch aim {
            case .tier(let tier, _) where Selection.takesAll(of: tier, query): record.candidates = tier.candidates
            case .tier(let tier, let profile):
                try Selection(query, &record, among: tier.candidates, of: tier)
                if let profile, record.origin == .mode { stay(table, profile, tier, query, &record) }
            case .model(let model): try Selection(query, &record, among: [Candidate(model: model, effort: nil, key: .own)], of: nil)
            }
            if table.definition.keepsLonger, let first = record.candidates.first { keep(first, query, &record) }
        } catch {
            record.error = error
        }
        return record
    }

    /// Chooses for how long the first candidate's provider keeps the prompt.
    private static func keep(_ candidate: Candidate, _ query: RouteQuery, _ record: inout DecisionRecord) {
        switch LifetimeTest.run(candidate, query) {
        case .none: break
        case .heldLonger: record.keep(candidate)
        case .found(let comparison):
            record.lifetime = comparison
            if comparison.verdict == .longer { record.keep(candidate) }
        }
    }

    /// Puts a better model first where its warm cache makes it the cheaper one.
    private static func stay(_ table: Table, _ profile: Profile, _ tier: Tier, _ query: RouteQuery, _ record: inout DecisionRecord) {
        guard let other = record.candidates.first, let test = SwitchTest(table, profile, tier, record, query) else { return }
        switch test.run(against: other) {
        case .none: break
        case .gap(let gap): record.gap = gap
        case .found(let finding):
            record.comparison = finding.comparison
            if finding.comparison.verdict == .stay { record.stay(on: finding.candidate) }
        }
    }

    /// The mode of an embeddings request that names none, in tables that have it.
    private static let embeddings: ModeName = "embeddings"

    private enum Aim {
        /// With the profile that led there.
        case tier(Tier, Profile?)
        case model(Model)
    }

    /// From what the caller wrote to a tier or a model that it may use.
    private static func resolve(_ table: Table, _ query: RouteQuery, _ record: inout DecisionRecord) throws(DecisionError) -> Aim {
        record.claim = query.mode
        record.agent = query.agent
        let target = try target(table, query, &record)
        if record.claim == nil, query.facts.asksForEmbeddings, table.automatic.route(Self.embeddings) != nil {
            record.claim = ModeClaim(Self.embeddings, from: .request)
        }
        if record.claim == nil { record.claim = query.agent?.mode.map { ModeClaim($0, from: .agent) } }
        switch target {
        case .profile(let profile): return .tier(try follow(profile, table, query, &record), profile)
        case .mode(let mode, let profile):
            record.claim = ModeClaim(mode, from: .model)
            return .tier(try follow(profile, table, query, &record), profile)
        case .tier(let tier):
            note(table.automatic, &record)
            record.origin = .tier
            record.serve(tier, nil)
            try checkMode(table, query, record)
            if query.policy.tiers == nil, query.policy.modes != nil { throw .refused(.tier, tier.name.text) }
            return .tier(try permitted(tier, query), nil)
        case .model(let model):
            note(table.automatic, &record)
            record.origin = .model
            try checkMode(table, query, record)
            if query.policy.models == nil, query.policy.modes != nil { throw .refused(.model, model.id.text) }
            return .model(model)
        }
    }

    /// What `model` means. A suffix `:MODE` of a profile is the mode where nothing else names one.
    private static func target(_ table: Table, _ query: RouteQuery, _ record: inout DecisionRecord) throws(DecisionError) -> Table.Target {
        guard let name = query.requestedModel, !name.isEmpty else { return .profile(table.automatic) }
        if let target = table.target(name) { return target }
        if let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")), case .profile(let profile)? = table.target(String(name[..<colon])) {
            let mode = name[name.utf8.index(after: colon)...]
            if record.claim == nil, !mode.isEmpty { record.claim = ModeClaim(ModeName(folding: mode), from: .model) }
            return .profile(profile)
        }
        if isForeign(name), query.agent?.mode != nil { return .profile(table.automatic) }
        let exist = table.requestableModels
        let nearest = Spelling.nearest(to: name, among: exist.prefix(Limits.spellingCandidates))
        throw .unknownModel(name, nearest: nearest, exist: exist)
    }

    /// Whether it may be the name that an agent has for a model, which the table cannot know: with a rule for that agent the mode
    /// decides. A name in shunt's own form that leads nowhere stays a mistake.
    private static func isForeign(_ name: String) -> Bool { !name.hasPrefix("shunt/") && !name.hasPrefix("tier/") }

    /// A mode beside a tier or model decides nothing, but is told where it is known; so is the baseline.
    private static func note(_ profile: Profile, _ record: inout DecisionRecord) {
        record.mode = record.claim.flatMap { profile.route($0.name)?.mode }
        record.baseline = profile.baseline
    }

    private static func follow(_ profile: Profile, _ table: Table, _ query: RouteQuery, _ record: inout DecisionRecord) throws(DecisionError) -> Tier
    {
        record.profile = profile.name
        record.baseline = profile.baseline
        if let allowed = query.policy.profiles, !allowed.contains(profile.name) { throw .refused(.profile, profile.name.text) }
        guard let claim = record.claim, let route = profile.route(claim.name) else { return try followPolicy(table, query, &record) }
        record.mode = route.mode
        record.origin = .mode
        record.serve(route.tier, route.delivery)
        if let allowed = query.policy.modes, !allowed.contains(route.mode) { throw .refused(.mode, route.mode.text) }
        return try permitted(route.tier, query)
    }

    /// Where the caller's policy requires a mode, there has to be one that the table knows.
    private static func checkMode(_ table: Table, _ query: RouteQuery, _ record: DecisionRecord) throws(DecisionError) {
        guard query.policy.requiresMode, record.mode == nil else { return }
        let allowed = table.modes.map(\.name).filter { query.policy.modes?.contains($0) != false }
        let nearest = record.claim.flatMap { Spelling.nearest(to: $0.name.text, among: allowed.map(\.text)) }
        throw .modeRequired(record.claim?.name, nearest: nearest, exist: allowed)
    }

    /// For a mode that is missing or unknown.
    private static func followPolicy(_ table: Table, _ query: RouteQuery, _ record: inout DecisionRecord) throws(DecisionError) -> Tier {
        let nearest = record.claim.flatMap { table.mode(nearest: $0.name) }
        try checkMode(table, query, record)
        if query.policy.modes != nil { throw .refused(.mode, record.claim?.name.text) }
        switch table.unknownMode {
        case .reject: throw .unknownMode(record.claim?.name, nearest: nearest?.text, exist: table.modes.map(\.name))
        case .tier(let tier):
            record.origin = record.claim == nil ? .noMode : .unknownMode(nearest: nearest)
            record.serve(tier, nil)
            return try permitted(tier, query)
        }
    }

    /// To the tier that a budget lets the request down to. The caller's policy holds there too.
    private static func descend(_ descent: Descent, _ table: Table, _ query: RouteQuery, _ record: inout DecisionRecord) throws(DecisionError) -> Tier {
        guard let tier = table.tiers.first(where: { $0.name == descent.tier }) else { throw .emptyTier(descent.tier) }
        record.descent = descent
        record.serve(tier, nil)
        return try permitted(tier, query)
    }

    private static func permitted(_ tier: Tier, _ query: RouteQuery) throws(DecisionError) -> Tier {
        if let allowed = query.policy.tiers, !allowed.contains(tier.name) { throw .refused(.tier, tier.name.text) }
        if tier.candidates.isEmpty { throw .emptyTier(tier.name) }
        return tier
    }
}
