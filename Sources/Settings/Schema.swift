/// What a value may be, as data: what the reader enforces, and what a reference page or a JSON Schema can be made from.
indirect enum Schema: Sendable, Equatable {
    struct Key: Sendable, Equatable {
        let name: String
        let summary: String
        let required: Bool
        let value: Schema
    }

    /// Text; the word says what kind: `path`, `duration`, `name`.
    case text(String)
    case integer(ClosedRange<Int>)
    case number
    case boolean
    case choice([String])
    case list(Schema)
    /// A table whose keys are names.
    case map(Schema)
    case section([Key])
    case either([Schema])
}
