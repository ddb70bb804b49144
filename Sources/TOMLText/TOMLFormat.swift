package import Primitives

/// The canonical form of a TOML text: the same values and comments in the same order, laid out in one way.
///
/// - One space on both sides of `=`, one behind commas and within the braces of inline tables, none at the start of a line.
/// - A comment behind something begins in column 49, or two spaces behind what is longer.
/// - One empty line before each section and the comment above it; never two, and none at the beginning.
/// - A list that has a line end in it has its brackets on lines of their own, its elements indented, and a comma behind the last.
/// - Keys without quotes where they need none, text in double quotes where that takes no escape.
/// - Numbers, and the line ends within lists, as they were written.
package enum TOMLFormat {
    /// - Throws: a fault of the text, or that its form cannot be changed without its meaning.
    package static func formatted(_ text: Bytes, file: String) throws(TOMLError) -> Bytes {
        let before = try TOMLValue.parse(text, file: file)
        let tokens = TOMLToken.all(of: text)
        var layout = TOMLLayout(tokens)
        let formatted = layout.text()
        let after = try? TOMLValue.parse(formatted, file: file)
        guard let after, before.means(after), comments(tokens) == comments(TOMLToken.all(of: formatted)) else {
            throw TOMLError(Diagnostic(file: file, position: nil, message: "cannot be formatted without changing what it means"))
        }
        return formatted
    }

    private static func comments(_ tokens: [TOMLToken]) -> [TOMLToken] {
        tokens.filter { if case .comment = $0 { true } else { false } }
    }
}

extension TOMLValue {
    /// Whether both say the same, wherever it stands.
    package func means(_ other: TOMLValue) -> Bool {
        switch (content, other.content) {
        case (.table(let left), .table(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value.means($1.value) }
        case (.array(let left), .array(let right)): left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
        default: content == other.content
        }
    }
}
