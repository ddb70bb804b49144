/// One option of a command: `--name`, `--name VALUE` or `--name=VALUE`, and the letter for short.
package struct Option: Hashable, Sendable {
    /// Without the dashes.
    package let name: String
    package let letter: Character?
    /// What stands for the value in help; nil for an option that takes none.
    package let value: String?
    /// One sentence without a full stop.
    package let help: String

    package init(_ name: String, _ letter: Character? = nil, value: String? = nil, _ help: String) {
        self.name = name
        self.letter = letter
        self.value = value
        self.help = help
    }

    /// An option without a letter or a value.
    package init(_ name: String, _ help: String) { self.init(name, nil, help) }

    package static let help = Option("help", "h", "show this help")
    package static let version = Option("version", "V", "show the version")

    /// As help lists it: `-m, --mode MODE`.
    var heading: String {
        let short = letter.map { "-\($0), " } ?? "    "
        return short + "--\(name)" + (value.map { " \($0)" } ?? "")
    }
}
