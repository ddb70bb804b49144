internal import Primitives

/// The names by which Kilo Code asks for its own routing, for tables that do not define them themselves.
///
/// By https://kilo.ai/docs/contributing/architecture/auto-model-tiers, `frontier` goes by the mode, `balanced` and `free`
/// mean one class of models whatever the mode, and `small` is for background tasks. A profile of the same name goes first.
enum KiloModels {
    static func targets(_ profiles: [ProfileName: Profile], _ tiers: [TierName: Tier], automatic: Profile) -> [String: Table.Target] {
        func target(_ name: String, else other: Table.Target?) -> Table.Target? {
            profiles[ProfileName(name)].map { .profile($0) } ?? other
        }
        let targets = [
            "kilo-auto/frontier": target("frontier", else: .profile(automatic)),
            "kilo-auto/balanced": target("balanced", else: tiers["balanced"].map { .tier($0) }),
            "kilo-auto/free": target("free", else: tiers["free"].map { .tier($0) }),
            "kilo-auto/small": target("small", else: .mode("background", automatic)),
        ]
        return targets.compactMapValues { $0 }
    }
}
