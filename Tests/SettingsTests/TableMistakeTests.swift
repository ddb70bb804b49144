import Conversation
import Primitives
import Routing
import Settings
import Testing

/// Each kind of mistake in a table, and all that is said about it.
@Suite("Mistakes in tables")
struct TableMistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let lines: [String]

        /// `lines` is what is expected, one diagnostic a line, without the name of the file.
        init(_ description: String, _ text: String, _ lines: String) {
            testDescription = description
            self.text = text
            self.lines = lines.split(separator: "\n").map(String.init)
        }
    }

    static let providers: [ProviderName: ProviderFacts] = Dictionary(
        uniqueKeysWithValues: ["anthropic", "openai", "ollama"].map { name in
            (ProviderName(name), ProviderFacts(name: ProviderName(name), dialect: .openAIChat, hasKey: true, acceptsCallerKey: false))
        })

    /// Ten lines without a mistake, for others to follow.
    static let sound = #"""
        schema = 1
        [tiers.frontier]
        models = ["anthropic/claude-opus-4-7"]
        [tiers.balanced]
        models = ["gpt"]
        [tiers.internal]
        models = ["ollama/qwen3:8b"]
        [models.gpt]
        provider = "openai"
        name = "gpt-5.5"

        """#

    @Test("A mistake is told with its place and its remedy, and so are all others with it", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        let found: [String]
        do throws(SettingsError) {
            _ = try Settings.loadTable(Bytes(mistake.text.utf8), file: "t", providers: Self.providers)
            found = []
        } catch {
            found = error.diagnostics.map { String($0.description.dropFirst(2)) }
        }
        #expect(found == mistake.lines)
    }

    static let mistakes = top + modes + models + tiers + aliases + profiles
}
