package import Conversation
package import Primitives

/// A mode that goes elsewhere, or costs something else, on the profiles that are named.
package struct RouteDifference: Sendable, Equatable {
    /// Where a mode goes on a profile.
    package struct Way: Sendable, Hashable {
        package let tier: TierName
        package let effort: Effort?
        package let delivery: Conduct.Delivery
        package let offers: [Offer]
    }

    /// A model that may answer, in the order of the tier.
    package struct Offer: Sendable, Hashable {
        package let model: ModelID
        /// Its part where the tier draws by weight; else nil.
        package let weight: Int?
        /// The ordinary rates in USD per million tokens; nil where nobody said.
        package let input: Money?
        package let output: Money?
    }

    package let mode: ModeName
    /// Sorted: all for which the change is the same.
    package let profiles: [ProfileName]
    /// Nil where the mode or the profile was not there.
    package let old: Way?
    /// Nil where the mode or the profile is no more.
    package let new: Way?

    static func all(from old: Table, to new: Table) -> [RouteDifference] {
        let modes = Set(old.modes.map(\.name)).union(new.modes.map(\.name)).sorted()
        let (before, after) = (profiles(of: old), profiles(of: new))
        let profiles = Set(before.keys).union(after.keys).sorted()
        return modes.flatMap { mode in
            var grouped: [(old: Way?, new: Way?, profiles: [ProfileName])] = []
            for profile in profiles {
                let (left, right) = (before[profile].flatMap { way(mode, $0) }, after[profile].flatMap { way(mode, $0) })
                if left == right { continue }
                if let index = grouped.firstIndex(where: { $0.old == left && $0.new == right }) {
                    grouped[index].profiles.append(profile)
                } else {
                    grouped.append((left, right, [profile]))
                }
            }
            return grouped.map { RouteDifference(mode: mode, profiles: $0.profiles, old: $0.old, new: $0.new) }
        }
    }

    private static func profiles(of table: Table) -> [ProfileName: Profile] {
        Dictionary(table.profiles.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func way(_ mode: ModeName, _ profile: Profile) -> Way? {
        guard let route = profile.route(mode), route.mode == mode else { return nil }
        let tier = route.tier
        let offers = zip(tier.candidates, tier.weights).map { candidate, weight in
            let rates = candidate.model.price?.rates
            return Offer(
                model: candidate.model.id, weight: tier.order == .weighted ? weight : nil, input: rates?.input?.perMillion,
                output: rates?.output?.perMillion)
        }
        return Way(tier: tier.name, effort: tier.effort, delivery: route.delivery ?? tier.conduct.delivery, offers: offers)
    }
}

extension Money {
    /// What a million cost of what costs this.
    var perMillion: Money { self * 1_000_000 }
}
