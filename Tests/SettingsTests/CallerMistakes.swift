/// In `[[callers]]`.
extension ConfigurationMistakeTests {
    static let callers = [
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
    ]
}
