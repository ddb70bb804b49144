/// What follows the question mark of a target, as names and values.
struct HTTPQuery {
    private let text: String

    init(_ text: String?) { self.text = text ?? "" }

    /// The first value under that name, decoded; nil where there is none.
    subscript(name: String) -> String? {
        if text.isEmpty { return nil }
        for item in text.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts[0] == name else { continue }
            return parts.count == 2 ? PercentCoding.decode(parts[1]) : ""
        }
        return nil
    }
}
