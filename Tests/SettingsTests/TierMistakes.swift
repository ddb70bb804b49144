/// In `[tiers]`.
extension TableMistakeTests {
    static let tiers = [
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
    ]
}
