internal import JSONText

/// An error that the daemon answered with.
struct CallError: Error {
    /// The `error` object of the answer: `{code, message, data: {type, retryable, retry_after_ms?, attempts?}}`.
    let value: JSONValue

    var message: String { value["message"]?.string ?? "the daemon gave no reason" }
    var type: String? { value["data"]?["type"]?.string }
    var isRetryable: Bool { value["data"]?["retryable"]?.bool ?? false }

    var status: CommandStatus {
        if type == "denied" { return .denied }
        return isRetryable ? .retryable : .failed
    }

    /// What else there is to know, one fact a line: the field at fault, each attempt, when to try again.
    var details: [String] {
        guard let data = value["data"] else { return [] }
        var lines: [String] = []
        if let parameter = data["parameter"]?.string { lines.append("at fault: \(parameter)") }
        if let attempts = data["attempts"] { lines += attempts.elements.map(Self.line) }
        if let delay = data["retry_after_ms"]?.int { lines.append("try again in \(SpanText.text(milliseconds: delay))") }
        return lines
    }

    private static func line(_ attempt: JSONValue) -> String {
        let model = attempt["model"]?.string ?? "?"
        let status = attempt["status"]?.int.map { " \($0)" } ?? ""
        let message = attempt["message"]?.string.map { ": \($0)" } ?? ""
        return "tried \(model): \(attempt["fault"]?.string ?? "no fault")\(status)\(message)"
    }
}
