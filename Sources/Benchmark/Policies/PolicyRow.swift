internal import Primitives
internal import Simulation

/// One line of the policies' table: sessions of one kind through the models of one lineup. Shares in thousandths.
struct PolicyRow: Sendable {
    let lineup: String
    let kind: String
    let calls: Int
    let cost: Money
    let overFollow: Int
    let overFirst: Int
    let overBest: Int
    /// The same of what hindsight could have reached at best.
    let boundOverFollow: Int
    let boundOverBest: Int

    /// Nil where a price is missing.
    init?(_ lineup: PolicyLineup, _ kind: SessionKind, _ trial: PolicyTrial) {
        guard let cost = trial.total(.cacheAware), let follow = trial.excess(of: .cacheAware, over: .follow),
            let first = trial.excess(of: .cacheAware, over: .first), let best = trial.excess(of: .cacheAware, over: .best),
            let boundFollow = trial.boundExcess(over: .follow), let boundBest = trial.boundExcess(over: .best)
        else { return nil }
        self.lineup = lineup.name
        self.kind = kind.name
        calls = trial.calls
        self.cost = cost
        (overFollow, overFirst, overBest) = (follow, first, best)
        (boundOverFollow, boundOverBest) = (boundFollow, boundBest)
    }

    /// Never dearer than the better of following the mode and staying on the first model by more.
    static let mostOverBetter = 20
    /// What is wanted of sessions with a large context, against each.
    static let wantedOverFollow = -150
    static let wantedOverBest = -330

    var overBetter: Int { max(overFollow, overFirst) }
    var isNeverWorse: Bool { overBetter <= Self.mostOverBetter }
    var wantsSavings: Bool { kind == "large-context" }
    var saves: Bool { overFollow <= Self.wantedOverFollow && overBest <= Self.wantedOverBest }
    /// Whether any policy could.
    var couldSave: Bool { boundOverFollow <= Self.wantedOverFollow && boundOverBest <= Self.wantedOverBest }
}
