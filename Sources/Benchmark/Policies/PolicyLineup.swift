internal import Primitives
internal import Routing
internal import Settings

/// The models of a table's tiers, priced by a catalog.
struct PolicyLineup: Sendable {
    let name: String
    let table: Table

    /// What people put together: one maker's three sizes, and a frontier of one maker over the small models of another.
    private static let models: [(name: String, frontier: String, balanced: String, internal: String)] = [
        ("Claude Opus 4.7, Sonnet 4.6, Haiku 4.5", "anthropic/claude-opus-4-7", "anthropic/claude-sonnet-4-6", "anthropic/claude-haiku-4-5"),
        ("GPT-5.5, GPT-5.4, GPT-5.4 mini", "openai/gpt-5.5", "openai/gpt-5.4", "openai/gpt-5.4-mini"),
        ("GPT-5.6 Sol, Terra, Luna", "openai/gpt-5.6-sol", "openai/gpt-5.6-terra", "openai/gpt-5.6-luna"),
        ("Claude Opus 4.7, GPT-5.4 mini, GPT-5.4 nano", "anthropic/claude-opus-4-7", "openai/gpt-5.4-mini", "openai/gpt-5.4-nano"),
    ]

    static func all(_ catalog: CatalogFile) throws(SettingsError) -> [PolicyLineup] {
        var lineups: [PolicyLineup] = []
        for (name, frontier, balanced, small) in models {
            let text = """
                schema = 1
                tiers.frontier.models = ["\(frontier)"]
                tiers.balanced.models = ["\(balanced)"]
                tiers.internal.models = ["\(small)"]
                """
            lineups.append(PolicyLineup(name: name, table: try Settings.loadTable(Bytes(text.utf8), file: "\(name).toml", providers: nil, catalog: catalog)))
        }
        return lineups
    }
}
