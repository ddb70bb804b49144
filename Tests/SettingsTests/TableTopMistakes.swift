/// At the top of a table, and in its names.
extension TableMistakeTests {
    static let top = [
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
