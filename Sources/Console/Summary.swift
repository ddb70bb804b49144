internal import JSONText

/// The one line that tells what an answer was and cost.
enum Summary {
    /// `planning → frontier → opus · 1,200 in (1,000 cached), 56 out · $0.0012 · saved $0.01 · 1.2 s`
    static func line(of result: JSONValue) -> String {
        let facts = [
            route(result), tokens(result["usage"]), cost(result["cost"]), saving(result["cost"]), finish(result["finish"]),
            attempts(result["route"]), result["duration_ms"]?.int.map(SpanText.text(milliseconds:)),
        ]
        return facts.compactMap { $0 }.joined(separator: " · ")
    }

    private static func route(_ result: JSONValue) -> String? {
        let route = result["route"]
        let steps = [route?["mode"]?.string, route?["tier"]?.string, result["model"]?.string ?? route?["model"]?.string]
        let text = steps.compactMap { $0 }.joined(separator: " → ")
        return text.isEmpty ? nil : text
    }

    private static func tokens(_ usage: JSONValue?) -> String {
        guard let usage, usage.kind == .object else { return "tokens unknown" }
        func count(_ names: StaticString...) -> Int { names.reduce(0) { $0.saturating(adding: usage[$1]?.int ?? 0) } }
        let cached = count("cache_read")
        let input = count("input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input")
        let reasoning = count("reasoning")
        let output = count("output", "reasoning", "audio_output")
        let about = usage["estimated"]?.bool == true ? "about " : ""
        let read = "\(about)\(CountText.text(input)) in" + (cached > 0 ? " (\(CountText.text(cached)) cached)" : "")
        return "\(read), \(CountText.text(output)) out" + (reasoning > 0 ? " (\(CountText.text(reasoning)) reasoning)" : "")
    }

    private static func cost(_ cost: JSONValue?) -> String {
        cost?["usd"]?.number.map { "$\($0)" } ?? "cost unknown"
    }

    /// Nothing where nothing was saved or the saving is unknown.
    private static func saving(_ cost: JSONValue?) -> String? {
        guard let saved = cost?["saved_usd"]?.number, saved != "0" else { return nil }
        guard saved.hasPrefix("-") else { return "saved $\(saved)" }
        return "$\(saved.dropFirst()) more than \(cost?["baseline"]?.string ?? "the baseline")"
    }

    /// How the answer ended, where that is not the usual way.
    private static func finish(_ finish: JSONValue?) -> String? {
        guard let finish = finish?.string, finish != "stop" else { return nil }
        return finish == "length" ? "cut at the model's limit of output" : "ended by \(finish)"
    }

    private static func attempts(_ route: JSONValue?) -> String? {
        route?["attempts"].map { "\($0.count) attempts" }
    }
}

extension Int {
    fileprivate func saturating(adding other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
