import Conversation

/// A table of cases by dialects: what each lost on its way through another API and back.
struct LawReport {
    private var rows: [(name: String, lost: [Dialect: [String]])] = []

    mutating func add(_ name: String, _ lost: [Dialect: [String]]) { rows.append((name, lost)) }

    /// All that `dialect` lost anywhere.
    func lost(_ dialect: Dialect) -> Set<String> { Set(rows.flatMap { $0.lost[dialect] ?? [] }) }

    /// One line a case, one column a dialect.
    func text(_ title: String) -> String {
        var text = "\n\(title)\n"
        for row in rows {
            text += row.name
            for dialect in Dialect.allCases {
                guard let lost = row.lost[dialect] else { continue }
                text += " | \(dialect.rawValue): \(lost.isEmpty ? "same" : "without " + lost.joined(separator: ", "))"
            }
            text += "\n"
        }
        return text
    }
}
