/// In `[profiles]`.
extension TableMistakeTests {
    static let profiles = [
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
    ]
}
