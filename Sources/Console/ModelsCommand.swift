internal import JSONText
internal import Loop
internal import Options

/// `shunt models`.
enum ModelsCommand: ConsoleCommand {
    static let grammar = Command("shunt models", "Lists the profiles, tiers and models that may be asked for")

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        try await invocation.show(try await invocation.ask("models"), render)
        return .ok
    }

    static func render(_ result: JSONValue) -> StyledText {
        var text = StyledText("Profiles\n", .bold)
        for profile in result["profiles"].map({ Array($0.elements) }) ?? [] { text.line("  \(profile.string ?? "?")") }
        text.line()
        text.line("Tiers", .bold)
        text += tiers(result["tiers"]).text(indent: 2)
        text.line()
        text.line("Models, with prices in USD per million tokens", .bold)
        text += models(result["models"]).text(indent: 2)
        if let date = result["catalog"]?.string { text.line("Catalog of \(date)", .dim) }
        return text + TableRevision.text(of: result)
    }

    private static func tiers(_ tiers: JSONValue?) -> TextTable {
        var table = TextTable([("", .left), ("", .left)])
        for tier in tiers.map({ Array($0.members) }) ?? [] {
            table.add(["tier/\(tier.key.text)", tier.value.elements.compactMap(\.string).joined(separator: ", ")])
        }
        return table
    }

    private static func models(_ models: JSONValue?) -> TextTable {
        var table = TextTable([
            ("MODEL", .left), ("PROVIDER", .left), ("ITS NAME", .left), ("CONTEXT", .right), ("INPUT", .right), ("CACHED", .right), ("OUTPUT", .right),
            ("PRICE FROM", .left),
        ])
        for model in models.map({ Array($0.elements) }) ?? [] {
            let price = model["usd_per_million_tokens"]
            table.add([
                model["id"]?.string ?? "?", model["provider"]?.string ?? "", model["name"]?.string ?? "",
                model["context"]?.int.map(CountText.text) ?? "", price?["input"]?.number ?? "?", price?["cache_read"]?.number ?? "",
                price?["output"]?.number ?? "?", model["price_from"]?.string ?? "",
            ])
        }
        return table
    }
}
