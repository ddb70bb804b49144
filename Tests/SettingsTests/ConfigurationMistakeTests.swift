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

    static let mistakes = [
        Mistake(
            "a sound one",
            ["shunt.toml": sound + #"""
            [providers.openai]
            key = { credential = "openai" }
            [providers.ollama]
            """#],
            ""),
        Mistake(
            "nothing",
            ["shunt.toml": ""],
            #"""
            shunt.toml:1:1: the key "table" is missing at the top level: where the table comes from
            """#),
        Mistake(
            "no such file",
            [:],
            #"""
            shunt.toml: cannot be read: no such file
            """#),
        Mistake(
            "unknown keys",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            ulr = "http://127.0.0.1:1/v1"
            [listn]
            [listen]
            sokcet = "/run/x"
            [limits]
            request_byte = 5
            [clocks]
            first = "3s"
            [journal]
            lvl = "debug"
            [[callers]]
            untis = "x"
            """#],
            #"""
            shunt.toml:4:1: unknown key "ulr" in [providers.ollama]; did you mean "url"?
            shunt.toml:5:2: unknown key "listn" at the top level; did you mean "listen"?
            shunt.toml:7:1: unknown key "sokcet" in [listen]; did you mean "socket"?
            shunt.toml:9:1: unknown key "request_byte" in [limits]; did you mean "request_bytes"?
            shunt.toml:11:1: unknown key "first" in [clocks]; known are connect, first_byte, first_token, idle, total
            shunt.toml:13:1: unknown key "lvl" in [journal]; known are level
            shunt.toml:15:1: unknown key "untis" in [callers]; known are budget, group, keys, limits, models, modes, profiles, required_mode, slice, tiers, uid, unit, user, user_unit
            """#),
        Mistake(
            "what belongs into the table",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [modes]
            planning = "frontier"
            [tiers.x]
            models = []
            """#],
            #"""
            shunt.toml:4:2: modes has no place at the top level: it belongs into the table, the file that [table] source names
            shunt.toml:6:2: tiers has no place at the top level: it belongs into the table, the file that [table] source names
            """#),
        Mistake(
            "what this build does not have",
            ["shunt.toml": #"""
            [table]
            source = "table.toml"
            [providers.ollama]
            [ledger]
            days = 0
            path = "/tmp"
            """#],
            #"""
            shunt.toml:5:8: ledger.days must be from 1 to 36500, not 0
            shunt.toml:6:1: unknown key "path" in [ledger]; known are bytes, days, keep
            """#),
        Mistake(
            "providers that are not known",
            ["shunt.toml": sound + #"""
            [providers.openia]
            key = { env = "K" }
            [providers.mine]
            api = "openai-chat"
            [providers.theirs]
            api = "openai-caht"
            url = "https://x.example/v1"
            """#],
            #"""
            shunt.toml:3:12: provider "openia" is none that shunt knows, so it needs an api: one of openai-chat, openai-responses, anthropic-messages, gemini, bedrock-converse; did you mean "openai"?
            shunt.toml:3:12: provider "openia" has no url; write url = "https://HOST/v1", or socket = "/PATH"
            shunt.toml:5:12: provider "mine" has no url; write url = "https://HOST/v1", or socket = "/PATH"
            shunt.toml:8:7: providers.theirs.api must be one of openai-chat, openai-responses, anthropic-messages, gemini, bedrock-converse, not "openai-caht"; did you mean "openai-chat"?
            """#),
        Mistake(
            "sound platforms",
            ["shunt.toml": sound + #"""
            [providers.bedrock]
            aws = { region = "eu-central-1" }
            key = { credential = "aws" }
            [providers.claude-on-aws]
            api = "anthropic-messages"
            aws = { region = "us-east-1" }
            key = { caller = true }
            [providers.vertex]
            vertex = { project = "p", location = "global" }
            key = { file = "/k" }
            [providers.azure]
            url = "https://x.openai.azure.com"
            azure = {}
            key = { env = "A" }
            """#],
            ""),
        Mistake(
            "platforms",
            ["shunt.toml": sound + #"""
            [providers.bedrock]
            key = { credential = "aws" }
            [providers.a]
            aws = {}
            vertex = { project = "p", location = "l", regoin = "x" }
            key = { credential = "a" }
            [providers.b]
            api = "openai-chat"
            aws = { region = "eu-central-1" }
            [providers.c]
            vertex = { project = "p/q" }
            key = { credential = "c" }
            [providers.d]
            azure = { api_version = "2024-10-21" }
            key = { credential = "d" }
            fields = { x-amz-date = "now" }
            """#],
            #"""
            shunt.toml:3:12: provider "bedrock" has no region; write aws = { region = "REGION" }
            shunt.toml:5:12: provider "a" is on aws and vertex; write only one of them
            shunt.toml:6:7: the key "region" is missing in [providers.a.aws]: the region that serves the models, such as "eu-central-1"
            shunt.toml:7:43: unknown key "regoin" in [providers.a.vertex]; known are location, project
            shunt.toml:9:12: provider "b" has no key; write key = { credential = "b" }, or { caller = true } where callers bring theirs
            shunt.toml:11:7: the api openai-chat is not served there; aws goes with bedrock-converse and anthropic-messages
            shunt.toml:13:10: the key "location" is missing in [providers.c.vertex]: the location that serves the models, such as "europe-west1" or "global"
            shunt.toml:13:22: the project "p/q" in providers.c.vertex.project holds "/"; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:15:12: provider "d" has no url: on Azure each customer has one of its own; write url = "https://NAME.openai.azure.com"
            shunt.toml:18:12: the header field "x-amz-date" is shunt's to set; a key goes into "key"
            """#),
        Mistake(
            "provider names",
            ["shunt.toml": sound + #"""
            [providers.tier]
            api = "openai-chat"
            url = "http://localhost"
            [providers."оpenai"]
            [providers."a/b"]
            """#],
            #"""
            shunt.toml:3:12: a provider cannot be named "tier": as a model, "tier/…" means something else
            shunt.toml:6:12: the name "оpenai" in [providers] holds "о" (U+043E), which is not ASCII; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:7:12: the name "a/b" in [providers] holds "/"; names are ASCII letters, digits, "-", "_" and "."
            """#),
        Mistake(
            "no providers",
            ["shunt.toml": sound],
            #"""
            shunt.toml: there are no providers; add one, such as [providers.ollama]
            """#),
        Mistake(
            "keys",
            ["shunt.toml": sound + #"""
            [providers.openai]
            [providers.anthropic]
            key = { credential = "a", file = "/b" }
            [providers.groq]
            key = {}
            [providers.xai]
            key = "sk-1234567890"
            [providers.mistral]
            key = [{ env = "A" }, { file = "relative" }, { fiel = "/x" }]
            [providers.deepseek]
            key = { caller = false }
            [providers.together]
            key = [{ caller = true }, { credential = "t" }]
            [providers.zai]
            key = { credential = "../etc/passwd" }
            """#],
            #"""
            shunt.toml:3:12: provider "openai" has no key; write key = { credential = "openai" }, or { caller = true } where callers bring theirs
            shunt.toml:5:7: a key is kept in one place, not in 2; write { credential = "NAME" }, { file = "/PATH" }, { env = "NAME" } or { caller = true }
            shunt.toml:7:7: a key has to say where it is kept; write { credential = "NAME" }, { file = "/PATH" }, { env = "NAME" } or { caller = true }
            shunt.toml:9:7: providers.xai.key must be a table, not text
            shunt.toml:11:32: providers.mistral.key.file must be an absolute path without "." and "..", not "relative"
            shunt.toml:11:48: unknown key "fiel" in [providers.mistral.key]; did you mean "file"?
            shunt.toml:13:18: caller = false says nothing; leave it out
            shunt.toml:17:22: the credential "../etc/passwd" in providers.zai.key.credential holds "/"; names are ASCII letters, digits, "-", "_" and "."
            """#),
        Mistake(
            "addresses",
            ["shunt.toml": sound + #"""
            [providers.a]
            api = "openai-chat"
            url = "ftp://x.example"
            [providers.b]
            api = "openai-chat"
            url = "https://user:pass@x.example/v1"
            [providers.c]
            api = "openai-chat"
            url = "http://10.0.0.5:8000/v1"
            key = { credential = "c" }
            [providers.d]
            api = "openai-chat"
            url = "http://10.0.0.5:8000/v1"
            [providers.e]
            api = "openai-chat"
            url = "http://10.0.0.5:8000/v1"
            key = { credential = "c" }
            plaintext = true
            [providers.f]
            api = "openai-chat"
            url = "https://x.example:0/v1?q=1"
            proxy = "socks5://localhost"
            [providers.g]
            api = "openai-chat"
            socket = "run/x.sock"
            """#],
            #"""
            shunt.toml:5:7: providers.a.url is no plain http or https address: "ftp://x.example"; write "https://HOST[:PORT][/PATH]" without user, query or fragment
            shunt.toml:8:7: providers.b.url is no plain http or https address: "https://user:pass@x.example/v1"; write "https://HOST[:PORT][/PATH]" without user, query or fragment
            shunt.toml:11:7: providers.c.url would send keys to "10.0.0.5" unencrypted; use https, or write plaintext = true if you trust every host on the way
            shunt.toml:23:7: providers.f.url is no plain http or https address: "https://x.example:0/v1?q=1"; write "https://HOST[:PORT][/PATH]" without user, query or fragment
            shunt.toml:24:9: providers.f.proxy is no plain http or https address: "socks5://localhost"; write "http://HOST:PORT"
            shunt.toml:27:10: providers.g.socket must be an absolute path without "." and "..", not "run/x.sock"
            """#),
        Mistake(
            "header fields",
            ["shunt.toml": sound + #"""
            [providers.openrouter]
            key = { credential = "o" }
            fields = { "x-title" = "shunt", Authorization = "Bearer sk-1", "x title" = "y", "X-Title" = "z", "x-bad" = "a\r\nb", "host" = "evil" }
            """#],
            #"""
            shunt.toml:5:33: the header field "Authorization" is shunt's to set; a key goes into "key"
            shunt.toml:5:64: the name "x title" in [providers.openrouter.fields] holds " "; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:5:81: the header field "X-Title" is set twice
            shunt.toml:5:108: providers.openrouter.fields.x-bad holds the character U+000D
            shunt.toml:5:118: the header field "host" is shunt's to set; a key goes into "key"
            """#),
        Mistake(
            "clocks and limits",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            clocks = { connect = "5", idle = 30, total = "2 days", first_byte = "0s" }
            [clocks]
            connect = "10ms"
            total = "1.5h"
            [limits]
            request_bytes = "32MB"
            request_head_bytes = "1GiB"
            connections = 0
            requests_per_connection = "10"
            event_bytes = "8MiB"
            sessions = -1
            attempts = 1000
            """#],
            #"""
            shunt.toml:4:22: providers.ollama.clocks.connect is no duration: "5"; write text such as "250ms", "30s", "2m" or "1h"
            shunt.toml:4:34: providers.ollama.clocks.idle must be a duration, not a whole number; write text such as "250ms", "30s", "2m" or "1h"
            shunt.toml:4:46: providers.ollama.clocks.total is no duration: "2 days"; write text such as "250ms", "30s", "2m" or "1h"
            shunt.toml:4:69: providers.ollama.clocks.first_byte must be from "10ms" to "1h", not "0s"
            shunt.toml:9:17: limits.request_bytes is no size: "32MB"; write bytes, or text such as "32MiB"
            shunt.toml:10:22: limits.request_head_bytes must be from 1024 to 1048576 bytes, not 1073741824
            shunt.toml:11:15: limits.connections must be from 1 to 1000000, not 0
            shunt.toml:12:27: limits.requests_per_connection must be a whole number, not text
            shunt.toml:14:12: limits.sessions must be from 1 to 10000000, not -1
            shunt.toml:15:12: limits.attempts must be from 1 to 64, not 1000
            """#),
        Mistake(
            "listening",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [listen]
            socket = "shunt.sock"
            mode = 0o660
            group = "no such"
            tcp = { address = "0.0.0.0:8787", token = { caller = true } }
            [journal]
            level = "verbose"
            """#],
            #"""
            shunt.toml:5:10: listen.socket must be an absolute path without "." and "..", not "shunt.sock"
            shunt.toml:6:8: listen.mode must be text (permissions), not a whole number
            shunt.toml:7:9: the group "no such" in listen.group holds " "; names are ASCII letters, digits, "-", "_" and "."
            shunt.toml:8:19: listen.tcp.address is no loopback address with a port: "0.0.0.0:8787"; write "127.0.0.1:8787"; other hosts reach shunt through a proxy of your own
            shunt.toml:10:9: journal.level must be one of error, warning, notice, info, debug, not "verbose"
            """#),
        Mistake(
            "permissions and TCP",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [listen]
            socket = "/run/../etc/shunt.sock"
            mode = "0999"
            tcp = { address = "127.0.0.1:99999" }
            """#],
            #"""
            shunt.toml:5:10: listen.socket must be an absolute path without "." and "..", not "/run/../etc/shunt.sock"
            shunt.toml:6:8: listen.mode is no set of permission bits: "0999"; write octal text such as "0660"
            shunt.toml:7:7: the key "token" is missing in [listen.tcp]: the bearer token that callers have to show
            """#),
        Mistake(
            "callers",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [[callers]]
            modes = ["editing"]
            [[callers]]
            user = 5
            uid = -1
            modes = "editing"
            [[callers]]
            unit = ["a@*.service", "b\u0007"]
            tiers = ["fr ee"]
            """#],
            #"""
            shunt.toml:4:1: this [[callers]] entry means everybody, so those after it never count; move it to the end, or say whom it means by unit, slice, user, group or uid
            shunt.toml:7:8: callers.user must be text (name pattern), not a whole number
            shunt.toml:8:7: callers.uid must be from 0 to 4294967294, not -1
            shunt.toml:9:9: callers.modes must be a list, not text
            shunt.toml:11:24: callers.unit holds the character U+0007
            shunt.toml:12:10: the tier "fr ee" in callers.tiers holds " "; names are ASCII letters, digits, "-", "_" and "."
            """#),
        Mistake(
            "one key in two files",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            [limits]
            connections = 5
            """#, "shunt.toml.d/20-b.toml": #"""
            [limits]
            connections = 6
            attempts = 2
            """#, "shunt.toml.d/10-a.toml": #"""
            [limits]
            attempts = 3
            [providers]
            ollama = "x"
            """#],
            #"""
            shunt.toml.d/10-a.toml:4:1: providers.ollama is set twice: here and at /e/shunt.toml:3:12; keep one of the two
            shunt.toml.d/20-b.toml:2:1: limits.connections is set twice: here and at /e/shunt.toml:5:1; keep one of the two
            shunt.toml.d/20-b.toml:3:1: limits.attempts is set twice: here and at /e/shunt.toml.d/10-a.toml:2:1; keep one of the two
            """#),
        Mistake(
            "errors in several files, in their order",
            ["shunt.toml": sound + #"""
            [providers.ollama]
            x = 1
            """#, "shunt.toml.d/b.toml": #"""
            y = 1
            """#, "shunt.toml.d/a.toml": #"""
            z = 1
            """#, "shunt.toml.d/c.txt": #"""
            not read
            """#, "shunt.toml.d/.d.toml": #"""
            not read
            """#],
            #"""
            shunt.toml:4:1: unknown key "x" in [providers.ollama]; known are api, aws, azure, catalog, clocks, fields, key, plaintext, proxy, socket, url, vertex
            shunt.toml.d/a.toml:1:1: unknown key "z" at the top level; known are budgets, callers, callers_default, clocks, journal, ledger, limits, listen, providers, table
            shunt.toml.d/b.toml:1:1: unknown key "y" at the top level; known are budgets, callers, callers_default, clocks, journal, ledger, limits, listen, providers, table
            """#),
        Mistake(
            "tables and lists of tables from several files",
            ["shunt.toml": sound + #"""
            [[callers]]
            user = "a"
            """#, "shunt.toml.d/a.toml": #"""
            [providers.ollama]
            [[callers]]
            user = "b"
            """#],
            ""),
    ]
}
