internal import Primitives

/// A program with several commands: `shunt [OPTION…] COMMAND [ARGUMENT…]`.
package struct CommandSet: Sendable {
    /// The program itself, with the options that may stand before the command.
    package let program: Command
    package let commands: [Command]

    /// Every command also takes the program's options.
    package init(_ program: Command, commands: [Command]) {
        self.program = program
        self.commands = commands.map { command in
            let own = Set(command.options.map(\.name))
            return Command(
                command.name, command.summary, operands: command.operands,
                options: command.options + program.options.filter { !own.contains($0.name) }, sections: command.sections)
        }
    }

    /// The command that `words` name and what it was given; nil where they name none, with the program's own options.
    package func parse(_ words: some Sequence<String>) throws(UsageError) -> (command: Command?, arguments: Arguments) {
        let words = Array(words)
        var parser = OptionParser(command: program, words: words)
        while parser.arguments.operands.isEmpty, try parser.step() {}
        guard let word = parser.arguments.operands.first else { return (nil, parser.arguments) }
        let command = try command(named: word)
        let before = try program.parse(words[..<(parser.position - 1)])
        return (command, before.followed(by: try command.parse(words[parser.position...])))
    }

    package func command(named word: String) throws(UsageError) -> Command {
        if let command = commands.first(where: { $0.word == word }) { return command }
        let nearest = Spelling.nearest(to: word, among: commands.map(\.word))
        throw program.error("unknown command \"\(word)\"", remedy: nearest.map { "did you mean \"\($0)\"?" })
    }
}
