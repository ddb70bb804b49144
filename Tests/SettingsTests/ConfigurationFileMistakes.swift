/// In the files as such, and what belongs into none of them.
extension ConfigurationMistakeTests {
    static let files = [
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
