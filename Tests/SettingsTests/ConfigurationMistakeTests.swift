import Primitives
import Settings
import Testing

/// Each kind of mistake in `shunt.toml` and `shunt.toml.d`, and all that is said about it.
@Suite("Mistakes in configurations")
struct ConfigurationMistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let files: [String: String]
        let lines: [String]

        /// `lines` is what is expected, one diagnostic a line, below `/e/`.
        init(_ description: String, _ files: [String: String], _ lines: String) {
            testDescription = description
            self.files = files
            self.lines = lines.split(separator: "\n").map { "/e/" + $0 }
        }
    }

    /// Two lines without a mistake, for others to follow.
    static let sound = #"""
        [table]
        source = "table.toml"

        """#

    @Test("A mistake is told with its place and its remedy, and so are all others with it", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        let files = Dictionary(uniqueKeysWithValues: mistake.files.map { ("/e/\($0)", $1) })
        let found: [String]
        do throws(SettingsError) {
            _ = try Settings.loadConfiguration(path: "/e/shunt.toml", from: FakeSources(files))
            found = []
        } catch {
            found = error.diagnostics.map(\.description)
        }
        #expect(found == mistake.lines)
    }

    static let mistakes = files + providers + listening + callers
}
