internal import Primitives
internal import Routing

/// How a table writes what a model costs.
enum PriceSchema {
    /// A price: rates, with `steps` for long contexts and `periods` for certain times.
    static let price: Shape<Price> = Section<Price>(Price(Rates())) { section in
        rates(\.rates, of: &section)
        section.key("steps", "other rates for long contexts", Shapes.list(of: step, atMost: Limits.priceSteps)) { $0.steps = rising($1.value) }
        section.key("periods", "other rates for certain times", Shapes.list(of: period, atMost: Limits.pricePeriods)) {
            $0.periods = $1.value.map(\.value)
        }
    }.shape

    private static let step: Shape<Price.Step> = Section<Price.Step>(Price.Step(above: 0, rates: Rates())) { section in
        section.key("above", "tokens of input beyond which these rates count", Shapes.integer(1...Limits.contextTokens), required: true) {
            $0.above = $1.value
        }
        rates(\.rates, of: &section, isWhole: false)
    }.shape

    private static let period: Shape<Price.Period> = Section<Price.Period>(Price.Period(time: PricePeriod(), rates: Rates())) { section in
        section.key("from", "the first day of these rates, such as \"2026-09-01\"", day) { $0.time.from = $1.value }
        section.key("until", "the day with which they no longer count", day) { $0.time.until = $1.value }
        section.key("daily", "the hours of each day, UTC, such as \"00:30-16:30\"", hours) { $0.time.daily = ($1.value.start, $1.value.end) }
        rates(\.rates, of: &section)
        section.key("steps", "other rates for long contexts", Shapes.list(of: step, atMost: Limits.priceSteps)) { $0.steps = rising($1.value) }
    }.shape

    private static func rising(_ steps: [Placed<Price.Step>]) -> [Price.Step] { steps.map(\.value).sorted { $0.above < $1.above } }

    /// The keys of all classes. `isWhole`: what input and output cost must be said.
    private static func rates<Target>(
        _ rates: any WritableKeyPath<Target, Rates> & Sendable, of section: inout Section<Target>, isWhole: Bool = true
    ) {
        for (name, field) in Rates.classes {
            let isBasic = name == "input" || name == "output"
            let shape = name.hasSuffix("request") ? Shapes.pricePerCall : Shapes.price
            section.key(name, summaries[name] ?? "", shape, required: isWhole && isBasic) { $0[keyPath: rates][keyPath: field] = $1.value }
        }
    }

    private static let summaries = [
        "input": "input tokens that are not cached", "output": "output tokens", "cache_read": "input tokens read from the cache",
        "cache_write": "input tokens written to the cache for five minutes", "cache_write_1h": "input tokens written to the cache for an hour",
        "reasoning": "output tokens that are reasoning", "audio_input": "audio tokens of the input", "audio_output": "audio tokens of the output",
        "audio_cache_read": "audio tokens read from the cache", "image_input": "image tokens of the input",
        "image_output": "image tokens of the output", "request": "USD for each request", "tool_request": "USD for each call of a provider's own tool",
    ]

    private static let day = Shapes.text("day", atMost: Limits.nameBytes).then { text, node, findings -> Int? in
        if let day = Day.seconds(text) { return day }
        findings.report("\(findings.subject) is no day: \"\(Findings.shown(text))\"", at: node.place, suggestion: "write it as \"2026-09-01\"")
        return nil
    }.matching("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")

    /// Minutes of the day.
    private struct Hours: Sendable {
        let start: Int
        let end: Int
    }

    private static let hours = Shapes.text("hours of a day", atMost: Limits.nameBytes).then { text, node, findings -> Hours? in
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, let start = Day.minute(parts[0]), let end = Day.minute(parts[1]), start != end {
            return Hours(start: start, end: end)
        }
        findings.report(
            "\(findings.subject) are no hours of a day: \"\(Findings.shown(text))\"", at: node.place, suggestion: "write them as \"00:30-16:30\"")
        return nil
    }.matching("^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$")
}
