/// In `[models]`.
extension TableMistakeTests {
    static let models = [
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
    ]
}
