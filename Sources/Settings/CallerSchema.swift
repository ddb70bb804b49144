internal import Primitives

/// `[[callers]]`: who may ask for what.
enum CallerSchema {
    static let caller = Section<ConfigurationDraft.Caller>(ConfigurationDraft.Caller(), noting: { $0.written.insert($1) }) { section in
        CallerPatternSchema.add(\.pattern, to: &section)
        section.key("modes", "modes that they may name", names("mode")) { $0.modes = $1.value }
        section.key("tiers", "tiers that they may use", names("tier")) { $0.tiers = $1.value }
        section.key("models", "models that they may use", names("model", .model)) { $0.models = $1.value }
        section.key("profiles", "profiles that they may pick", names("profile")) { $0.profiles = $1.value }
        section.key("required_mode", "true refuses requests without a mode that the table knows", Shapes.boolean) { $0.requiresMode = $1.value }
        section.key("limits", "how much each of them may ask at once", limits.shape) { $0.limits = $1.value }
        section.key("keys", "keys by provider with which they call, instead of the provider's own", keys) { $0.keys = $1.value }
        section.key("budget", "how much they may spend", BudgetSchema.ofCallers.shape) { $0.budget = $1 }
    }

    private static let limits = Section<CallerLimits>(CallerLimits()) { section in
        section.key("requests", "requests under way", Shapes.integer(1...1_000_000)) { $0.requests = $1.value }
        section.key("requests_per_minute", "requests in a minute", Shapes.integer(1...1_000_000)) { $0.requestsPerMinute = $1.value }
    }

    private static let keys = Shapes.map(keys: .plain, atMost: Limits.providers, to: ConfigurationSchema.key.shape)

    private static func names(_ what: String, _ rule: NameRule = .plain) -> Shape<[Placed<String>]> {
        Shapes.list(of: Shapes.name(what, rule), atMost: Limits.namesPerRule)
    }
}
