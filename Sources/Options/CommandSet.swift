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
        while needsWord(after: parser.arguments.operands), try parser.step() {}
        if parser.arguments.operands.isEmpty { return (nil, parser.arguments) }
        // The help of a group is the program's: it lists the group's commands.
        if parser.arguments.has(Option.help.name), isGroup(parser.arguments.operands) { return (nil, parser.arguments) }
        let command = try command(named: parser.arguments.operands)
        return (command, parser.arguments.withoutOperands.followed(by: try command.parse(words[parser.position...])))
    }

    /// The command of a name in one word or several: `ask`, `table fmt`.
    package func command(named words: [String]) throws(UsageError) -> Command {
        let name = words.joined(separator: " ")
        if let command = commands.first(where: { $0.words == name }) { return command }
        let members = commands.filter { $0.words.hasPrefix("\(name) ") }.map(\.words)
        guard members.isEmpty else { throw program.error("\"\(name)\" needs a second word", remedy: "there are \(members.joined(separator: ", "))") }
        let nearest = Spelling.nearest(to: name, among: commands.map(\.words))
        throw program.error("unknown command \"\(name)\"", remedy: nearest.map { "did you mean \"\($0)\"?" })
    }

    private func needsWord(after words: [String]) -> Bool { words.isEmpty || isGroup(words) }

    /// Whether `words` begin the names of commands and are none themselves.
    private func isGroup(_ words: [String]) -> Bool {
        words.count == 1 && commands.contains { $0.words.hasPrefix("\(words[0]) ") } && !commands.contains { $0.words == words[0] }
    }
}
