internal import Primitives

/// A line of `shunt chat` that is not for the model.
enum ChatDirective: Equatable {
    case mode(String?)
    case model(String?)
    case new
    case help
    case quit
    case unknown(String, nearest: String?)

    static let meanings: [(term: String, meaning: String)] = [
        ("/mode NAME", "go on in another mode"),
        ("/model NAME", "go on with another profile, tier or model"),
        ("/new", "forget what was said"),
        ("/help", "show this list"),
        ("/quit", "end"),
    ]

    /// Nil for a line that is for the model. One that begins with a path, such as `/etc/hosts`, is.
    init?(_ line: String) {
        guard line.hasPrefix("/") else { return nil }
        let words = line.dropFirst().split(separator: " ", maxSplits: 1).map(String.init)
        guard let word = words.first, word.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        let rest = words.count > 1 ? words[1].trimmed : ""
        let operand = rest.isEmpty ? nil : rest
        switch word {
        case "mode": self = .mode(operand)
        case "model": self = .model(operand)
        case "new": self = .new
        case "help": self = .help
        case "quit", "exit": self = .quit
        default: self = .unknown(word, nearest: Spelling.nearest(to: word, among: ["mode", "model", "new", "help", "quit"]))
        }
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
