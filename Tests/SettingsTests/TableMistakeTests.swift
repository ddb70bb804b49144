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

    static let mistakes = [
        Mistake(
            "the least that is a table",
            #"""
            schema = 1
            """#,
            ""),
        Mistake(
            "a sound one",
            sound,
            ""),
        Mistake(
            "an empty text",
            "",
            #"""
            1:1: the key "schema" is missing at the top level: the version of the table's form: 1
            """#),
        Mistake(
            "no schema",
            #"""
            revision = "1"
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            1:1: the key "schema" is missing at the top level: the version of the table's form: 1
            """#),
        Mistake(
            "a schema of another time",
            #"""
            schema = 2
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            1:10: this build reads tables of schema 1, not 2
            """#),
        Mistake(
            "a schema of another type",
            #"""
            schema = "1"
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            1:10: schema must be a whole number, not text
            """#),
        Mistake(
            "unknown keys at every level, each told once",
            sound + #"""
            [modse]
            a = "frontier"
            [tiers.free]
            modles = []
            models = ["gpt"]
            [models.x]
            provider = "openai"
            contxt = 5
            price = { inptu = 1, input = 1, output = 1, colour = 2 }
            """#,
            #"""
            11:2: unknown key "modse" at the top level; did you mean "modes"?
            14:1: unknown key "modles" in [tiers.free]; did you mean "models"?
            18:1: unknown key "contxt" in [models.x]; did you mean "context"?
            19:11: unknown key "inptu" in [models.x.price]; did you mean "input"?
            19:45: unknown key "colour" in [models.x.price]; known are audio_cache_read, audio_input, audio_output, cache_read, cache_write, cache_write_1h, image_input, image_output, input, output, periods, reasoning, request, steps, tool_request
            """#),
        Mistake(
            "what only the local configuration may hold",
            sound + #"""
            [providers.openai]
            url = "https://evil.example/v1"
            [callers]
            [listen]
            [models.x]
            provider = "openai"
            url = "https://evil.example/v1"
            api_key = "sk-1"
            headers = { a = "b" }
            """#,
            #"""
            11:2: providers has no place at the top level: a table can neither define a provider nor hold an address, a header or a key; that is for shunt.toml
            13:2: callers has no place at the top level: it belongs into shunt.toml
            14:2: listen has no place at the top level: it belongs into shunt.toml
            17:1: url has no place in [models.x]: a table can hold no address, header or key; providers are defined in shunt.toml
            18:1: api_key has no place in [models.x]: a table can hold no address, header or key; providers are defined in shunt.toml
            19:1: headers has no place in [models.x]: a table can hold no address, header or key; providers are defined in shunt.toml
            """#),
        Mistake(
            "a key at the top",
            #"""
            schema = 1
            key = "sk-1"
            base_url = "https://evil.example"
            """#,
            #"""
            2:1: key has no place at the top level: a table can hold no address, header or key; providers are defined in shunt.toml
            3:1: base_url has no place at the top level: a table can hold no address, header or key; providers are defined in shunt.toml
            """#),
        Mistake(
            "modes that go nowhere",
            sound + #"""
            [modes]
            planning = "fronteir"
            review = "free"
            sql = "zzzzzzzz"
            editing = 3
            background = ["internal"]
            """#,
            #"""
            12:12: the mode "planning" goes to the tier "fronteir", which does not exist; did you mean "frontier"?
            13:10: the mode "review" goes to the tier "free", which has no models; add models to [tiers.free]
            14:7: the mode "sql" goes to the tier "zzzzzzzz", which does not exist; there are balanced, free, frontier, internal
            15:11: modes.editing must be text (tier), not a whole number
            16:14: modes.background must be text (tier), not a list
            """#),
        Mistake(
            "modes of the wrong type",
            #"""
            schema = 1
            modes = "frontier"
            tiers = ["a"]
            models = 3
            aliases = true
            profiles = 1979-05-27
            """#,
            #"""
            2:9: modes must be a table, not text
            3:9: tiers must be a table, not a list
            4:10: models must be a table, not a whole number
            5:11: aliases must be a table, not a boolean
            6:12: profiles must be a table, not a date or time
            """#),
        Mistake(
            "a mode twice after folding",
            sound + #"""
            [modes]
            code_review = "frontier"
            Code-Review = "balanced"
            """#,
            #"""
            13:1: the mode "code-review" is there twice: case, "-" and "_" make no difference
            """#),
        Mistake(
            "names that look like others",
            sound + #"""
            [modes]
            "еditing" = "balanced"
            "plan ning" = "balanced"
            "a\u200Bb" = "balanced"
            "" = "balanced"
            "-x" = "balanced"
            [tiers."frоntier"]
            models = ["gpt"]
            [tiers.x]
            models = ["gрt", "a\u0000b", "tab\tbed", ""]
            """#,
            #"""
            12:1: the name "еditing" in [modes] holds "е" (U+0435), which is not ASCII; names are ASCII letters, digits, "-", "_" and "."
            13:1: the name "plan ning" in [modes] holds " "; names are ASCII letters, digits, "-", "_" and "."
            14:1: the name "a<U+200B>b" in [modes] holds the character U+200B; names are ASCII letters, digits, "-", "_" and "."
            15:1: the name "" in [modes] is empty; names are ASCII letters, digits, "-", "_" and "."
            16:1: the name "-x" in [modes] does not begin with a letter or digit; names are ASCII letters, digits, "-", "_" and "."
            17:8: the name "frоntier" in [tiers] holds "о" (U+043E), which is not ASCII; names are ASCII letters, digits, "-", "_" and "."
            20:11: the model "gрt" in tiers.x.models holds "р" (U+0440), which is not ASCII; models are named by ASCII letters, digits and - _ . / : @ + ~ #
            20:19: the model "a<U+0000>b" in tiers.x.models holds the character U+0000; models are named by ASCII letters, digits and - _ . / : @ + ~ #
            20:31: the model "tab<U+0009>bed" in tiers.x.models holds the character U+0009; models are named by ASCII letters, digits and - _ . / : @ + ~ #
            20:43: the model "" in tiers.x.models is empty; models are named by ASCII letters, digits and - _ . / : @ + ~ #
            """#),
        Mistake(
            "a mode that is called baseline",
            sound + #"""
            [modes]
            baseline = "balanced"
            """#,
            #"""
            12:1: a mode cannot be called "baseline": in a profile the word means a model
            """#),
        Mistake(
            "models that do not exist",
            sound + #"""
            [tiers.free]
            models = ["gtp", "mystery", "opnai/gpt-5.5", "nowhere/x", "/x", "openai/"]
            """#,
            #"""
            12:11: the tier "free" names the model "gtp", which does not exist; did you mean "gpt"?
            12:18: the tier "free" names the model "mystery", which does not exist; add [models.mystery], or write "PROVIDER/mystery"
            12:29: there is no provider "opnai" in the configuration; did you mean "openai"?
            12:46: there is no provider "nowhere" in the configuration; it has anthropic, ollama, openai; only shunt.toml can add one
            12:59: the model "/x" in tiers.free.models does not begin with a letter or digit; models are named by ASCII letters, digits and - _ . / : @ + ~ #
            12:65: the tier "free" names the model "openai/", which does not exist; add [models."openai/"], or write "PROVIDER/openai/"
            """#),
        Mistake(
            "a model's provider",
            sound + #"""
            [models.a]
            provider = "opnai"
            [models.b]
            provider = "azure"
            [models.c]
            [models."openai/d"]
            [models.e]
            provider = 5
            """#,
            #"""
            12:12: there is no provider "opnai" in the configuration; did you mean "openai"?
            14:12: there is no provider "azure" in the configuration; it has anthropic, ollama, openai; only shunt.toml can add one
            15:9: the model "c" has no provider; write provider = "NAME", or call the model "PROVIDER/NAME"
            18:12: models.e.provider must be text (provider), not a whole number
            """#),
        Mistake(
            "models that are called like something else",
            sound + #"""
            [models."tier/x"]
            provider = "openai"
            [models."shunt/auto"]
            provider = "openai"
            [tiers.free]
            models = ["tier/frontier", "shunt/auto"]
            """#,
            #"""
            11:9: a model cannot be called "tier/x": "tier/…" means a tier
            13:9: a model cannot be called "shunt/auto": "shunt/…" means a profile
            16:11: a model cannot be called "tier/frontier": "tier/…" means a tier
            """#),
        Mistake(
            "prices",
            sound + #"""
            [models.a]
            provider = "openai"
            price = { input = -1, output = 0.0000001, cache_read = "x", cache_write = true, reasoning = inf, audio_input = 2000000 }
            [models.b]
            provider = "openai"
            price = { input = 1 }
            [models.c]
            provider = "openai"
            price = 5
            [models.d]
            provider = "openai"
            price = { input = 0.15, output = "0.60", cache_read = 1e-6, cache_write = 0 }
            """#,
            #"""
            13:19: models.a.price.input is negative: -1; a price is zero or more
            13:32: models.a.price.output is finer than a picodollar per token or too large: 0.0000001; write at most 6 decimals
            13:56: models.a.price.cache_read is no price: "x"; write USD per million tokens, such as 2.5
            13:75: models.a.price.cache_write must be a price in USD per million tokens, not a boolean
            13:93: models.a.price.reasoning is no price: "inf"; write USD per million tokens, such as 2.5
            13:112: models.a.price.audio_input is 2000000 USD per million tokens; at most 1000000 is allowed
            16:9: the key "output" is missing in [models.b.price]: output tokens
            19:9: models.c.price must be a table, not a whole number
            """#),
        Mistake(
            "prices of long contexts, times and calls",
            sound + #"""
            [models.a]
            provider = "openai"
            price = { input = 1, output = 2, steps = [{ input = 2 }, { above = 0, input = 2 }], request = 0.0000000000001 }
            [models.b]
            provider = "openai"
            price = { input = 1, output = 2, periods = [{ from = "2026-02-30", input = 1, output = 1 }, { daily = "9-17", input = 1 }] }
            [models.c]
            provider = "openai"
            [models.c.price]
            input = 1
            output = "2"
            tool_request = 0.01
            steps = [{ above = 200_000, input = 2, output = 3 }]
            periods = [{ from = "2026-09-01", until = "2027-01-01", daily = "22:00-06:00", input = 1, output = 1, steps = [{ above = 1, input = 3 }] }]
            """#,
            #"""
            13:43: the key "above" is missing in [models.a.price.steps]: tokens of input beyond which these rates count
            13:68: models.a.price.steps.above must be from 1 to 1000000000, not 0
            13:95: models.a.price.request is finer than a picodollar or too large: 0.0000000000001; write at most 12 decimals
            16:54: models.b.price.periods.from is no day: "2026-02-30"; write it as "2026-09-01"
            16:93: the key "output" is missing in [models.b.price.periods]: output tokens
            16:103: models.b.price.periods.daily are no hours of a day: "9-17"; write them as "00:30-16:30"
            """#),
        Mistake(
            "numbers of models",
            sound + #"""
            [models.a]
            provider = "openai"
            context = 0
            max_output = -5
            [models.b]
            provider = "openai"
            context = 1.5
            max_output = "8000"
            [models.c]
            provider = "openai"
            context = 9_000_000_000
            """#,
            #"""
            13:11: models.a.context must be from 1 to 1000000000, not 0
            14:14: models.a.max_output must be from 1 to 1000000000, not -5
            17:11: models.b.context must be a whole number, not a decimal number
            18:14: models.b.max_output must be a whole number, not text
            21:11: models.c.context must be from 1 to 1000000000, not 9000000000
            """#),
        Mistake(
            "abilities",
            sound + #"""
            [models.a]
            provider = "openai"
            abilities = ["tools", "tolos", "image", 3, "tools"]
            [models.b]
            provider = "openai"
            abilities = "tools"
            """#,
            #"""
            13:23: models.a.abilities must be one of tools, images, documents, audio, structured-output, embeddings, not "tolos"; did you mean "tools"?
            13:32: models.a.abilities must be one of tools, images, documents, audio, structured-output, embeddings, not "image"; did you mean "images"?
            13:41: models.a.abilities must be one of tools, images, documents, audio, structured-output, embeddings, not a whole number
            13:44: "tools" is listed twice
            16:13: models.b.abilities must be a list, not text
            """#),
        Mistake(
            "tiers",
            sound + #"""
            [tiers.a]
            [tiers.b]
            models = []
            effort = "hihg"
            order = "random"
            [tiers.c]
            models = ["gpt", "gpt"]
            [tiers.d]
            models = "gpt"
            [tiers.reject]
            models = ["gpt"]
            """#,
            #"""
            11:1: the key "models" is missing in [tiers.a]: its models, the first choice first
            14:10: tiers.b.effort must be one of none, minimal, low, medium, high, xhigh, max, not "hihg"; did you mean "high"?
            15:9: tiers.b.order must be one of listed, weighted, not "random"
            17:18: the tier "c" lists "gpt" twice; give it a weight instead
            19:10: tiers.d.models must be a list, not text
            20:8: a tier cannot be called "reject": in unknown_mode the word means no tier
            """#),
        Mistake(
            "weights",
            sound + #"""
            [tiers.a]
            models = ["gpt", "openai/x"]
            weights = { gpt = 0, "openai/x" = -3, gtp = 1, zzzzzzz = 2 }
            [tiers.b]
            models = ["gpt"]
            weights = { gpt = 1.5 }
            [tiers.c]
            models = ["gpt"]
            order = "listed"
            weights = { gpt = 1000001 }
            """#,
            #"""
            13:19: tiers.a.weights.gpt must be from 1 to 1000000, not 0
            13:35: tiers.a.weights."openai/x" must be from 1 to 1000000, not -3
            13:39: the tier "a" weighs "gtp", which is not among its models; did you mean "gpt"?
            13:48: the tier "a" weighs "zzzzzzz", which is not among its models
            16:19: tiers.b.weights.gpt must be a whole number, not a decimal number
            19:9: the tier "c" has weights, which order = "listed" does not use; drop one of the two
            20:19: tiers.c.weights.gpt must be from 1 to 1000000, not 1000001
            """#),
        Mistake(
            "an empty tier that a mode uses",
            sound + #"""
            [modes]
            editing = "free"
            chat = "spare"
            [tiers.spare]
            models = []
            [profiles.cheap]
            planning = "spare"
            """#,
            #"""
            12:11: the mode "editing" goes to the tier "free", which has no models; add models to [tiers.free]
            13:8: the mode "chat" goes to the tier "spare", which has no models; add models to [tiers.spare]
            17:12: the mode "planning" of the profile "cheap" goes to the tier "spare", which has no models; add models to [tiers.spare]
            """#),
        Mistake(
            "an empty tier that nobody uses is none of anybody's business",
            sound + #"""
            [tiers.spare]
            models = []
            """#,
            ""),
        Mistake(
            "unknown_mode",
            #"""
            schema = 1
            unknown_mode = "balansed"
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            2:16: unknown_mode goes to the tier "balansed", which does not exist; did you mean "balanced"?
            """#),
        Mistake(
            "unknown_mode that leads to an empty tier",
            #"""
            schema = 1
            unknown_mode = "free"
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            2:16: unknown_mode goes to the tier "free", which has no models; add models to [tiers.free]
            """#),
        Mistake(
            "unknown_mode of another type",
            #"""
            schema = 1
            unknown_mode = false
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            2:16: unknown_mode must be text (tier), not a boolean
            """#),
        Mistake(
            "aliases of nothing",
            sound + #"""
            [aliases]
            plannin = ["plan"]
            zzzzzzzz = ["z"]
            """#,
            #"""
            12:1: there is no mode "plannin" to have aliases; did you mean "planning"?
            13:1: there is no mode "zzzzzzzz" to have aliases; add it to [modes]; there are background, debugging, editing, planning
            """#),
        Mistake(
            "aliases of a built-in mode whose tier has no models",
            #"""
            schema = 1
            [tiers.balanced]
            models = ["openai/x"]
            [aliases]
            planning = ["plan"]
            """#,
            #"""
            5:1: there is no mode "planning" to have aliases; add it to [modes]; there are debugging, editing
            """#),
        Mistake(
            "aliases that hide, repeat and name themselves",
            sound + #"""
            [aliases]
            planning = ["editing", "plan", "plan", "PLANNING"]
            editing = ["code", "Plan", "co_de", "co-de"]
            Editing = ["edit"]
            """#,
            #"""
            12:13: the alias "editing" of "planning" hides a mode of that name; drop the alias or the mode
            12:32: "plan" is already an alias of the same mode, at t:12:24
            12:40: "PLANNING" is the mode itself: case, "-" and "_" make no difference; leave it out
            13:20: "Plan" is already an alias of "planning", at t:12:24
            13:37: "co-de" is already an alias of the same mode, at t:13:28
            14:1: the aliases of "editing" are there twice: case, "-" and "_" make no difference
            """#),
        Mistake(
            "aliases in a chain and in a circle",
            sound + #"""
            [aliases]
            planning = ["plan"]
            plan = ["p"]
            a = ["b"]
            b = ["c"]
            c = ["a"]
            d = ["d"]
            """#,
            #"""
            13:1: "plan" is itself an alias, of "planning"; list its aliases under "planning"
            14:1: aliases go in a circle: a → c → b → a
            17:1: aliases go in a circle: d → d
            """#),
        Mistake(
            "aliases of the wrong type",
            sound + #"""
            [aliases]
            planning = "plan"
            editing = [1, ["x"], "ok"]
            """#,
            #"""
            12:12: aliases.planning must be a list, not text
            13:12: aliases.editing must be text (alias), not a whole number
            13:15: aliases.editing must be text (alias), not a list
            """#),
        Mistake(
            "profiles",
            sound + #"""
            [aliases]
            editing = ["code"]
            [profiles.a]
            editng = "frontier"
            code = "frontier"
            nothing = "frontier"
            editing = "frontire"
            baseline = "gtp"
            [profiles.b]
            baseline = "frontier"
            [profiles.c]
            editing = "balanced"
            EDITING = "balanced"
            [profiles]
            d = 1
            """#,
            #"""
            14:1: the profile "a" names the mode "editng", which does not exist; did you mean "editing"?
            15:1: the profile "a" names "code", which is an alias; write "editing"
            16:1: the profile "a" names the mode "nothing", which does not exist; add it to [modes]
            17:11: the mode "editing" of the profile "a" goes to the tier "frontire", which does not exist; did you mean "frontier"?
            18:12: the baseline of the profile "a" is "gtp", a model that does not exist; did you mean "gpt"?
            20:12: the baseline of the profile "b" is "frontier", a model that does not exist; add [models.frontier]
            23:1: the profile "c" has the mode "editing" twice: case, "-" and "_" make no difference
            25:5: profiles.d must be a table, not a whole number
            """#),
        Mistake(
            "a revision of the wrong kind",
            #"""
            schema = 1
            revision = 5
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            2:12: revision must be text (revision), not a whole number
            """#),
        Mistake(
            "a revision with control characters",
            #"""
            schema = 1
            revision = "a\u001b[31mb"
            [tiers.frontier]
            models = ["anthropic/claude-opus-4-7"]
            [tiers.balanced]
            models = ["gpt"]
            [tiers.internal]
            models = ["ollama/qwen3:8b"]
            [models.gpt]
            provider = "openai"
            name = "gpt-5.5"
            """#,
            #"""
            2:12: revision holds the character U+001B
            """#),
    ]
}
