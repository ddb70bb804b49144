import Foundation
import JSONText
import Primitives
import Routing
import TestKit

/// The published prices beside the recorded usage: which model costs what at which provider.
struct PriceList {
    private struct Provider {
        let models: [JSONValue]
        /// Whose prices count for models that it does not list itself.
        let others: [String]
    }

    private let providers: [String: Provider]
    private let catalog: Catalog

    init() throws {
        catalog = try Catalog()
        let document = try JSONDocument.parse(Vectors.bytes("prices.json"))
        var providers: [String: Provider] = [:]
        for provider in document.root.elements {
            providers[provider["id"]?.string ?? ""] = Provider(
                models: provider["models"]?.elements.map { $0 } ?? [],
                others: provider["fallback_model_providers"]?.elements.compactMap(\.string) ?? [])
        }
        self.providers = providers
    }

    /// Nil where the list does not know the model.
    func price(of model: String, at provider: String) throws -> Price? {
        guard var price = listed(model, at: provider), provider == "google" else { return listed(model, at: provider) }
        // Of a model that draws the list has the price of images alone, and its cases know that of text.
        if let rates = try catalog.price(of: model, at: "gemini")?.price.rates, let image = rates.imageOutput, image == price.rates.output {
            (price.rates.output, price.rates.imageOutput) = (rates.output, image)
        }
        return price
    }

    private func listed(_ model: String, at provider: String) -> Price? {
        let folded = model.lowercased()
        guard let list = providers[provider] else { return nil }
        guard let entry = list.models.first(where: { Self.matches($0["match"], folded) }), let prices = entry["prices"] else {
            return list.others.lazy.compactMap { listed(model, at: $0) }.first
        }
        guard prices.kind == .array else { return Self.price(prices) }
        var price: Price?
        for choice in prices.elements {
            guard let part = choice["prices"].flatMap(Self.price) else { return nil }
            if let constraint = choice["constraint"], price != nil {
                price?.periods.append(Price.Period(time: Self.period(constraint), rates: part.rates, steps: part.steps))
            } else {
                price = part
            }
        }
        return price
    }

    private static func matches(_ rule: JSONValue?, _ model: String) -> Bool {
        guard let (key, value) = rule?.members.first(where: { _ in true }) else { return false }
        let text = value.string?.lowercased() ?? ""
        switch key {
        case "equals": return model == text
        case "starts_with": return model.hasPrefix(text)
        case "ends_with": return model.hasSuffix(text)
        case "contains": return model.contains(text)
        case "regex": return model.range(of: text, options: .regularExpression) != nil
        case "or": return value.elements.contains { matches($0, model) }
        case "and": return value.elements.allSatisfy { matches($0, model) }
        default: return false
        }
    }

    private static func period(_ constraint: JSONValue) -> PricePeriod {
        var period = PricePeriod()
        if let day = constraint["start_date"]?.string { period.from = Day.seconds(day) }
        if let start = constraint["start_time"]?.string, let end = constraint["end_time"]?.string,
            let from = Day.minute(start.prefix(5)), let to = Day.minute(end.prefix(5))
        {
            period.daily = (from, to)
        }
        return period
    }

    private static let fields: [String: any WritableKeyPath<Rates, Money?> & Sendable] = [
        "input_mtok": \.input, "output_mtok": \.output, "cache_read_mtok": \.cacheRead, "cache_write_mtok": \.cacheWrite5m,
        "input_audio_mtok": \.audioInput, "output_audio_mtok": \.audioOutput, "cache_audio_read_mtok": \.audioCacheRead,
    ]

    /// Nil where a price is of a kind that the list explains nowhere. A class whose price is finer than a picodollar per token has none.
    private static func price(_ prices: JSONValue) -> Price? {
        // Without any price a model is free.
        var price = Price(prices.isEmptyOrNull ? Rates(input: .zero, output: .zero) : Rates())
        for (key, value) in prices.members {
            guard let field = fields[key.text] else { return nil }
            guard let base = money(value.kind == .object ? value["base"] : value) else { continue }
            price.rates[keyPath: field] = base
            for tier in value["tiers"]?.elements.map({ $0 }) ?? [] {
                guard let above = tier["start"]?.int, let amount = money(tier["price"]) else { return nil }
                if price.steps.first?.above != above { price.steps.append(Price.Step(above: above, rates: Rates())) }
                price.steps[price.steps.count - 1].rates[keyPath: field] = amount
            }
        }
        return price
    }

    private static func money(_ value: JSONValue?) -> Money? {
        value.flatMap { Primitives.Decimal($0.raw.text) }?.scaled(byPowerOfTen: Price.powerOfPicodollarsPerToken).map { Money(picodollars: $0) }
    }
}
