/// What one command takes, in a table: parsing, suggestions and help all come from it.
package struct Command: Sendable {
    /// How it is called: `shuntd`, or `shunt ask`.
    package let name: String
    /// One sentence without a full stop, for lists.
    package let summary: String
    /// As help shows them, such as `[TEXT…|-]`; nil for a command that takes none.
    package let operands: String?
    package let options: [Option]
    /// What help says after the options.
    package let sections: [HelpSection]

    package init(
        _ name: String, _ summary: String, operands: String? = nil, options: [Option] = [], sections: [HelpSection] = []
    ) {
        self.name = name
        self.summary = summary
        self.operands = operands
        self.options = options
        self.sections = sections
    }

    /// The name without that of the program: `ask`, `table fmt`.
    package var words: String { name.split(separator: " ", maxSplits: 1).last.map(String.init) ?? name }

    /// Reads all of `words`. Options and operands may be mixed; after `--` everything is an operand.
    package func parse(_ words: some Sequence<String>) throws(UsageError) -> Arguments {
        var parser = OptionParser(command: self, words: Array(words))
        while try parser.step() {}
        if operands == nil, let extra = parser.arguments.operands.first, !parser.arguments.has(Option.help.name) {
            throw error("\"\(extra)\" is one word too many", remedy: "\(name) takes options only")
        }
        return parser.arguments
    }

    package func error(_ message: String, remedy: String? = nil) -> UsageError {
        UsageError(message, remedy: remedy, help: "\(name) --help")
    }
}
