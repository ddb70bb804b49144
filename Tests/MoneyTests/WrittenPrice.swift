/// A price as it stands in a table or a catalog, read by a scanner of its own: `{ input = 5, steps = [{ above = 200000, input = 10 }] }`.
struct WrittenPrice {
    private var rates: [String: Ratio] = [:]
    private var steps: [(above: Int, rates: [String: Ratio])] = []

    /// Of prices by date only the last that has begun counts; those by hour are not read.
    init(_ text: String, day: String) {
        let blocks = Self.blocks(text)
        var (chosen, steps) = (blocks.own, blocks.lists["steps"] ?? [])
        for period in blocks.lists["periods"] ?? [] {
            let inner = Self.blocks(period)
            guard let from = inner.words["from"], from <= day, inner.words["daily"] == nil else { continue }
            (chosen, steps) = (inner.own, inner.lists["steps"] ?? [])
        }
        rates = chosen.compactMapValues { Ratio(decimal: $0) }
        self.steps = steps.map { step in
            let own = Self.blocks(step).own
            return (Int(own["above"] ?? "") ?? 0, own.compactMapValues { Ratio(decimal: $0) })
        }
    }

    /// USD of one token (or call) of a class; nil where nobody says it.
    func price(_ name: String, input: Int) -> Ratio? {
        let step = steps.filter { input > $0.above }.max { $0.above < $1.above }
        guard let written = step?.rates[name] ?? rates[name] else { return nil }
        return name.hasSuffix("request") ? written : written * Ratio(1, 1_000_000)
    }

    private struct Blocks {
        var own: [String: String] = [:]
        var words: [String: String] = [:]
        var lists: [String: [String]] = [:]
    }

    /// Splits `{ a = 1, b = "x", c = [{ … }, { … }] }` at its own level.
    private static func blocks(_ text: String) -> Blocks {
        var blocks = Blocks()
        var rest = text.drop { $0 != "{" }.dropFirst()
        while let equals = rest.firstIndex(of: "="), rest.first(where: { $0 != " " && $0 != "," }) != "}" {
            let name = rest[..<equals].filter { $0 != " " && $0 != "," }
            rest = rest[rest.index(after: equals)...].drop { $0 == " " }
            if rest.first == "[" {
                blocks.lists[name] = list(&rest)
            } else if rest.first == "\"" {
                let value = rest.dropFirst().prefix { $0 != "\"" }
                blocks.words[name] = String(value)
                rest = rest[value.endIndex...].dropFirst()
            } else {
                let value = rest.prefix { $0 != "," && $0 != "}" }
                blocks.own[name] = value.filter { $0 != " " && $0 != "_" }
                rest = rest[value.endIndex...]
            }
        }
        return blocks
    }

    /// Takes `[{ … }, { … }]` off the front of `text`.
    private static func list(_ text: inout Substring) -> [String] {
        var (entries, depth, start): ([String], Int, Substring.Index?) = ([], 0, nil)
        for place in text.indices {
            switch text[place] {
            case "{", "[":
                depth += 1
                if depth == 2 { start = place }
            case "}", "]":
                depth -= 1
                if depth == 1, let begin = start { entries.append(String(text[begin...place])) }
                if depth == 0 {
                    text = text[text.index(after: place)...]
                    return entries
                }
            default: break
            }
        }
        text = ""
        return entries
    }
}
