/// In `[modes]`, and of what becomes of others.
extension TableMistakeTests {
    static let modes = [
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
            "a mode that is called baseline",
            sound + #"""
            [modes]
            baseline = "balanced"
            """#,
            #"""
            12:1: a mode cannot be called "baseline": in a profile the word means a model
            """#),
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
    ]
}
