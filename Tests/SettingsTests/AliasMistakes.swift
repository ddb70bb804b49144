/// In `[aliases]`.
extension TableMistakeTests {
    static let aliases = [
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
    ]
}
