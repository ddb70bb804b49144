/// What a value may be, as data: what the reader enforces, and what a reference page or a JSON Schema can be made from.
///
/// It never forbids what the reader takes. The reader takes less: names that must exist, values that depend on one another.
package indirect enum Schema: Sendable, Equatable {
    package struct Key: Sendable, Equatable {
        package let name: String
        package let summary: String
        package let required: Bool
        package let value: Schema
    }

    /// What a text looks like. Lengths count bytes, of which no character has less than one.
    package struct Form: Sendable, Equatable {
        /// A regular expression in the words of ECMA 262 that JSON Schema takes; anchors are written out.
        package var pattern: String?
        package var atLeast = 1
        package var atMost: Int?

        package init(pattern: String? = nil, atLeast: Int = 1, atMost: Int? = nil) {
            self.pattern = pattern
            self.atLeast = atLeast
            self.atMost = atMost
        }
    }

    /// Text; the word says what kind: `path`, `duration`, `name`.
    case text(String, Form = Form())
    case integer(ClosedRange<Int>)
    /// Not below zero.
    case number(atMost: Int? = nil)
    case boolean
    case choice([String])
    case list(Schema, atMost: Int? = nil)
    /// A table whose keys are names.
    case map(Schema, keys: Form = Form(), atMost: Int? = nil)
    case section([Key])
    case either([Schema])

    /// The texts of these that look like `pattern`; other schemas as they are.
    func matching(_ pattern: String, atLeast: Int = 1) -> Schema {
        guard case .text(let what, var form) = self else { return self }
        form.pattern = pattern
        form.atLeast = atLeast
        return .text(what, form)
    }
}
