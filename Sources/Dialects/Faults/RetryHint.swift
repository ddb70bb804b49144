internal import HTTPWire
internal import Primitives

/// When a provider wants to be asked again, from the many ways to say so; never beyond ``Limits/retryAfterSeconds``.
enum RetryHint {
    static func read(_ fields: HeaderFields, _ error: ErrorBody) -> Duration? {
        let found =
            milliseconds(fields["retry-after-ms"]) ?? fields["retry-after"].flatMap { after($0, fields) }
            ?? error.retryDelay.flatMap(span) ?? exhausted(fields)
            ?? (fields["x-ratelimit-reset"] ?? error.resetHeader).flatMap { reset($0, fields) } ?? sentence(error.words)
        return found.map { min($0, .seconds(Limits.retryAfterSeconds)) }
    }

    /// Azure sends 0 beside a `retry-after` that is not.
    private static func milliseconds(_ text: String?) -> Duration? {
        guard let text, let number = Double(text), number > 0, number < 1e12 else { return nil }
        return .milliseconds(Int64(number))
    }

    /// Seconds, or a date, which counts from the answer's own.
    private static func after(_ text: String, _ fields: HeaderFields) -> Duration? {
        if let seconds = Double(text) { return seconds >= 0 && seconds < 1e9 ? .milliseconds(Int64(seconds * 1000)) : nil }
        guard let then = HTTPDate.seconds(text), let now = fields["date"].flatMap(HTTPDate.seconds) else { return nil }
        return .seconds(max(0, then - now))
    }

    /// OpenAI's and Groq's pairs of limits: the longest wait among those that are used up.
    private static func exhausted(_ fields: HeaderFields) -> Duration? {
        ["requests", "tokens"].compactMap { what -> Duration? in
            guard fields["x-ratelimit-remaining-\(what)"] == "0" else { return nil }
            return fields["x-ratelimit-reset-\(what)"].flatMap(span)
        }.max()
    }

    /// A moment in Unix time, in seconds or milliseconds by its size, or a number of seconds from now.
    private static func reset(_ text: String, _ fields: HeaderFields) -> Duration? {
        guard let number = Double(text), number > 0, number < 1e15 else { return span(text) }
        if number < 1e8 { return .milliseconds(Int64(number * 1000)) }
        guard let now = fields["date"].flatMap(HTTPDate.seconds) else { return nil }
        let then = number < 1e11 ? number * 1000 : number
        return .milliseconds(max(0, Int64(then) - Int64(now) * 1000))
    }

    /// "… try again in 1.2s."
    private static func sentence(_ words: String) -> Duration? {
        guard let place = words.firstRange(of: "try again in ") else { return nil }
        var text = words[place.upperBound...].prefix { !$0.isWhitespace && $0 != "," }
        if text.last == "." { text.removeLast() }
        return span(text)
    }

    /// A span as Go writes it: `6m0s`, `1.5s`, `120ms`, `1h2m`.
    static func span(_ text: some StringProtocol) -> Duration? {
        var total = 0.0
        var digits = ""
        var unit = ""
        func step() -> Double? {
            guard let number = Double(digits), let scale = scales[unit] else { return nil }
            return number * scale
        }
        for character in text {
            if character.isNumber || character == "." {
                if !unit.isEmpty {
                    guard let part = step() else { return nil }
                    total += part
                    (digits, unit) = ("", "")
                }
                digits.append(character)
            } else {
                unit.append(character)
            }
        }
        guard let part = step(), total + part < 1e12 else { return nil }
        return .milliseconds(Int64(total + part))
    }

    /// In milliseconds.
    private static let scales: [String: Double] = ["ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
}
