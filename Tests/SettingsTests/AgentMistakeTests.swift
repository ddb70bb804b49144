import Conversation
import Primitives
import Routing
import Settings
import Testing

/// Each kind of mistake in `[[agents]]`, and all that is said about it.
@Suite("Mistakes in agent rules")
struct AgentMistakeTests {
    typealias Mistake = TableMistakeTests.Mistake

    @Test("A mistake is told with its place and its remedy, and so are all others with it", arguments: mistakes)
    func mistake(_ mistake: Mistake) {
        let found: [String]
        do throws(SettingsError) {
            _ = try Settings.loadTable(Bytes((TableMistakeTests.sound + mistake.text).utf8), file: "t", providers: TableMistakeTests.providers)
            found = []
        } catch {
            found = error.diagnostics.map { String($0.description.dropFirst(2)) }
        }
        #expect(found == mistake.lines)
    }

    static let mistakes = [
        Mistake(
            "sound ones, each condition once and in both forms",
            #"""
            [[agents]]
            name = "a"
            header = { User-Agent = "claude-cli/*", originator = ["codex_*", "Codex *"] }
            client = "claude-cli"
            model = ["*haiku*", "*mini*"]
            tools = ["Edit", "mcp__x.y"]
            without_tools = "ExitPlanMode"
            system = "Plan mode is active"
            marker = ["Plan mode is active", "## Plan"]
            until = "exited plan mode"
            mode = "Planning"
            [[agents]]
            name = "b"
            """#,
            ""),
        Mistake(
            "not a list of tables",
            #"""
            [agents]
            name = "a"
            """#,
            #"""
            11:1: agents must be a list, not a table
            """#),
        Mistake(
            "unknown, missing and misspelt keys",
            #"""
            [[agents]]
            mode = "planning"
            headers = {}
            tool = "x"
            [[agents]]
            name = "b"
            header = 7
            client = {}
            model = true
            tools = []
            """#,
            #"""
            11:1: the key "name" is missing in [agents]: the agent's name, for the audit
            13:1: unknown key "headers" in [agents]; did you mean "header"?
            14:1: unknown key "tool" in [agents]; did you mean "tools"?
            17:10: agents.header must be a table, not a whole number
            18:10: agents.client must be text (pattern), not a table
            19:9: agents.model must be text (pattern), not a boolean
            20:9: agents.tools is an empty list; leave it out
            """#),
        Mistake(
            "modes that do not exist",
            #"""
            [aliases]
            planning = ["architect"]
            [[agents]]
            name = "a"
            model = "x"
            mode = "plannin"
            [[agents]]
            name = "b"
            model = "y"
            mode = "zzzzzzzz"
            [[agents]]
            name = "c"
            mode = "architect"
            """#,
            #"""
            16:8: there is no mode "plannin" for an agent to be in; did you mean "planning"?
            20:8: there is no mode "zzzzzzzz" for an agent to be in; add it to [modes]; there are architect, background, debugging, editing, planning
            """#),
        Mistake(
            "headers that may hold keys, and one that is there twice",
            #"""
            [[agents]]
            name = "a"
            header = { Authorization = "Bearer sk-a*", X-Api-Key = "*", x-app = "a", X-App = "b" }
            """#,
            #"""
            13:12: an agent rule cannot look at the header "authorization": what has "auth" in its name may hold a key; agents tell who they are in "user-agent"
            13:44: an agent rule cannot look at the header "x-api-key": what has "key" in its name may hold a key; agents tell who they are in "user-agent"
            13:74: the header "x-app" is there twice: case makes no difference
            """#),
        Mistake(
            "markers that cannot be found, or are found anywhere",
            #"""
            [[agents]]
            name = "a"
            system = ["say \"plan\"", "a/b/c", "don't", "plänen", "it", "<system-reminder>"]
            marker = "a\tb"
            until = ""
            """#,
            #"""
            13:11: agents.system holds """ (U+0022), which JSON may write in more ways than one; take a part of the text without it
            13:27: agents.system holds "/" (U+002F), which JSON may write in more ways than one; take a part of the text without it
            13:36: agents.system holds "'" (U+0027), which JSON may write in more ways than one; take a part of the text without it
            13:45: agents.system holds "ä" (U+00E4), which JSON may write in more ways than one; take a part of the text without it
            13:56: agents.system is too short to tell anything: "it"; write at least 4 characters
            13:62: agents.system holds "<" (U+003C), which JSON may write in more ways than one; take a part of the text without it
            14:10: agents.marker holds the character U+0009
            15:9: agents.until is empty; it is a marker
            """#),
        Mistake(
            "conditions that contradict one another or mean nothing",
            #"""
            [[agents]]
            name = "a"
            tools = ["Edit", "Bash"]
            without_tools = ["Bash", "Read"]
            until = "exited plan mode"
            """#,
            #"""
            14:18: the tool "Bash" cannot be both offered and not offered; drop one of the two
            15:9: until has no marker to make void; add marker = "…", or leave it out
            """#),
        Mistake(
            "rules that are never reached",
            #"""
            [[agents]]
            name = "a"
            header = { user-agent = "claude-cli/*" }
            [[agents]]
            name = "a"
            header = { user-agent = "claude-cli/*" }
            model = "*haiku*"
            mode = "background"
            [[agents]]
            name = "everything"
            [[agents]]
            name = "b"
            client = "aider"
            """#,
            #"""
            14:1: this [[agents]] entry never counts: what it means is meant by the one at t:11:1; move it before that one, or give it another condition
            21:1: this [[agents]] entry never counts: what it means is meant by the one at t:19:1; move it before that one, or give it another condition
            """#),
        Mistake(
            "names, patterns and lists beyond their bounds",
            """
            [[agents]]
            name = "an agent"
            model = "\(String(repeating: "a", count: Limits.agentPatternBytes + 1))"
            tools = [\((0...Limits.agentPatterns).map { "\"t\($0)\"" }.joined(separator: ", "))]
            header = { a1 = "x", a2 = "x", a3 = "x", a4 = "x", a5 = "x" }
            """,
            #"""
            12:8: the agent "an agent" in agents.name holds " "; names are ASCII letters, digits, "-", "_" and "."
            13:9: agents.model is longer than 128 bytes
            14:9: agents.tools has 17 entries; at most 16 are allowed
            15:10: there are 5 entries in [agents.header]; at most 4 are allowed
            """#),
        Mistake(
            "too many rules",
            (0...Limits.agentRules).map { "[[agents]]\nname = \"a\"\nmodel = \"m\($0)\"\n" }.joined(),
            #"""
            11:1: agents has 65 entries; at most 64 are allowed
            """#),
    ]
}
