import Foundation
import Primitives
import Routing
import Settings

/// `contrib/agents`: rule files for tables, and a page for each.
enum AgentFolder {
    static let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "contrib/agents")

    static let agents = ["aider", "claude-code", "codex", "continue", "kilo-code", "mini-swe-agent", "openhands"]

    static func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self) }

    /// A table that has every built-in mode, each in a tier of its own, and the rules of `agents`.
    static func table(_ agents: [String]) throws -> Table {
        let base = """
            schema = 1
            [modes]
            debugging = "free"
            [tiers]
            frontier = { models = ["p/frontier"] }
            balanced = { models = ["p/balanced"] }
            free = { models = ["p/free"] }
            internal = { models = ["p/internal"] }

            """
        let text = try agents.reduce(base) { try $0 + "\n" + self.text($1 + ".toml") }
        return try Settings.loadTable(Bytes(text.utf8), file: "table.toml", providers: nil)
    }
}
