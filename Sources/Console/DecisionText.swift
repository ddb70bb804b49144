internal import JSONText

/// Lays out a decision record for people.
enum DecisionText {
    static func render(_ record: JSONValue) -> StyledText {
        var text = StyledText("\(record["reason"]?.string ?? "no reason was given")\n", .bold)
        text.line()
        text += facts(record).text(indent: 2)
        text += comparison(record["switch_test"])
        text += lifetimes(record["cache_lifetime"])
        text += list("Would be tried, in this order", record["candidates"]) { candidate in
            let effort = candidate["effort"]?.string.map { "effort \($0)" } ?? ""
            return [
                candidate["model"]?.string ?? "?", candidate["provider"]?.string ?? "", candidate["name"]?.string ?? "",
                price(candidate["price_from"]?.string), effort,
            ]
        }
        text += list("Would not be tried", record["rejected"]) { rejection in
            [rejection["model"]?.string ?? "?", rejection["provider"]?.string ?? "", rejection["reason"]?.string ?? "?"]
        }
        return text
    }

    /// Who says what the model costs.
    private static func price(_ origin: String?) -> String {
        switch origin {
        case nil: ""
        case "unknown": "price unknown"
        case let origin?: "price from the \(origin)"
        }
    }

    private static func facts(_ record: JSONValue) -> TextTable {
        var table = TextTable([("", .left), ("", .left)])
        if let agent = record["agent"]?["name"]?.string { table.add(["agent", agent]) }
        for name in ["mode", "profile", "tier", "model", "baseline", "revision"] {
            guard var value = record.get(name)?.string else { continue }
            if name == "mode" { value += asked(record["asked"], instead: value) }
            table.add([name, value])
        }
        return table
    }

    /// What staying on the warm model costs beside the one that the mode asks for.
    private static func comparison(_ test: JSONValue?) -> StyledText {
        guard let test, let warm = test["warm"]?.string, let other = test["other"]?.string else { return StyledText() }
        var table = TextTable([("", .left), ("", .right), ("", .right)])
        let calls = test["expected_calls"]?.number ?? "?"
        for (model, tokens, cost, verdict) in [(warm, "warm_tokens", "stay_usd", "stay"), (other, "other_warm_tokens", "switch_usd", "switch")] {
            let chosen = test["verdict"]?.string == verdict ? ", chosen" : ""
            table.add([model, "$\(test.get(cost)?.number ?? "?")", "\(CountText.text(test.get(tokens)?.int ?? 0)) tokens warm\(chosen)"])
        }
        var text = StyledText("\n")
        text.line("Next \(calls) calls expected, on", .bold)
        return text + table.text(indent: 2)
    }

    /// What the longer of two lifetimes costs and saves.
    private static func lifetimes(_ test: JSONValue?) -> StyledText {
        guard let test, let model = test["model"]?.string else { return StyledText() }
        var table = TextTable([("", .left), ("", .right), ("", .right)])
        let rows = [
            ("longer_seconds", "write_usd", "more to write", "longer"), ("shorter_seconds", "refill_usd", "to fill up again", "shorter"),
        ]
        for (lifetime, cost, what, verdict) in rows {
            let chosen = test["verdict"]?.string == verdict ? ", chosen" : ""
            table.add(["for \((test.get(lifetime)?.int ?? 0) / 60) min", "$\(test.get(cost)?.number ?? "?")", "\(what)\(chosen)"])
        }
        var text = StyledText("\n")
        text.line("\(model) may keep the prompt, \(test["expected_pauses"]?.number ?? "?") longer pauses expected", .bold)
        return text + table.text(indent: 2)
    }

    /// How the caller called the mode, where that is another name, and where it said so.
    private static func asked(_ asked: JSONValue?, instead mode: String) -> String {
        guard let name = asked?["mode"]?.string, name != mode else { return "" }
        return " (asked for as \(name))"
    }

    private static func list(_ title: String, _ values: JSONValue?, _ cells: (JSONValue) -> [String]) -> StyledText {
        guard let values, !values.isEmptyOrNull else { return StyledText() }
        var table = TextTable(Array(repeating: ("", .left), count: 6))
        for (index, value) in values.elements.enumerated() { table.add(["\(index + 1)."] + cells(value)) }
        var text = StyledText("\n")
        text.line(title, .bold)
        return text + table.text(indent: 2)
    }
}
