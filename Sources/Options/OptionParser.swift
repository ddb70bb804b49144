internal import Primitives

/// Reads the words of a command line one by one, by the table of one command.
struct OptionParser {
    let command: Command
    private let words: [String]
    private(set) var position = 0
    private(set) var arguments = Arguments()
    private var isOver = false

    init(command: Command, words: [String]) {
        self.command = command
        self.words = words
    }

    /// Reads the next word, and the value that it takes; false when there is none.
    mutating func step() throws(UsageError) -> Bool {
        guard let word = next() else { return false }
        if isOver || word == "-" || !word.hasPrefix("-") {
            arguments.operands.append(word)
        } else if word == "--" {
            isOver = true
        } else if word.hasPrefix("--") {
            try long(word)
        } else {
            try letters(word.dropFirst())
        }
        return true
    }

    private mutating func next() -> String? {
        guard position < words.count else { return nil }
        defer { position += 1 }
        return words[position]
    }

    private mutating func long(_ word: String) throws(UsageError) {
        let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        guard let option = command.options.first(where: { $0.name == name }) else { throw unknown(name) }
        guard option.value != nil else {
            guard parts.count == 1 else { throw command.error("--\(name) takes no value") }
            return arguments.add(option)
        }
        arguments.add(option, try parts.count == 2 ? String(parts[1]) : value(of: option))
    }

    /// `-v`, `-vj`, `-m MODE` and `-mMODE`.
    private mutating func letters(_ word: Substring) throws(UsageError) {
        var rest = word
        while let letter = rest.popFirst() {
            guard let option = command.options.first(where: { $0.letter == letter }) else {
                let isNumber = letter.isNumber
                throw command.error("unknown option -\(letter)", remedy: isNumber ? "write -- before operands that begin with a dash" : nil)
            }
            guard option.value != nil else {
                arguments.add(option)
                continue
            }
            return arguments.add(option, try rest.isEmpty ? value(of: option) : String(rest))
        }
    }

    private mutating func value(of option: Option) throws(UsageError) -> String {
        let (name, value) = (option.name, option.value ?? "VALUE")
        guard let word = next() else { throw command.error("--\(name) needs a value", remedy: "write --\(name) \(value)") }
        // Far more often a forgotten value than one that begins so.
        guard !word.hasPrefix("--") else {
            throw command.error("--\(name) needs a value before \(word)", remedy: "if that is the value, write --\(name)=\(word)")
        }
        return word
    }

    private func unknown(_ name: String) -> UsageError {
        let nearest = Spelling.nearest(to: name, among: command.options.map(\.name))
        return command.error("unknown option --\(name)", remedy: nearest.map { "did you mean --\($0)?" })
    }
}
