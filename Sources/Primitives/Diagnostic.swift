/// A place in a text: both count from 1; the column counts bytes.
package struct SourcePosition: Hashable, Comparable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: Self, right: Self) -> Bool { (left.line, left.column) < (right.line, right.column) }
}

/// One thing that is wrong with a file that an operator wrote, and what to do about it.
package struct Diagnostic: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let position: SourcePosition?
    /// What is wrong, without a full stop: `unknown key "modles" in [tiers.frontier]`.
    package let message: String
    /// What would be right: `did you mean "models"?`.
    package let suggestion: String?

    package init(file: String, position: SourcePosition?, message: String, suggestion: String? = nil) {
        self.file = file
        self.position = position
        self.message = message
        self.suggestion = suggestion
    }

    /// `file:line:column: message; suggestion`.
    package var description: String {
        let place = position.map { "\(file):\($0.line):\($0.column)" } ?? file
        return "\(place): \(message)" + (suggestion.map { "; \($0)" } ?? "")
    }
}
