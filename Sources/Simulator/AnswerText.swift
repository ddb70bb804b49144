internal import Primitives

/// The words of simulated answers: the same for the same question and model, and different for different ones.
package enum AnswerText {
    /// A short, plausible reply that names the model and carries the ``digest(of:)`` of what it answers.
    package static func reply(to question: String, model: String) -> String {
        let start = String(question.prefix(400))
        let said = start.lowercased()
        let topic = topic(of: start)
        let reply: String
        if said.contains("commit message") {
            reply = "\(capitalized(topic))\n\nSmall change, one reason."
        } else if said.contains("plan") || said.contains("architect") || said.contains("design") {
            reply = "1. Read what is there: \(topic). 2. Change the smallest thing that could work. 3. Prove it with a test."
        } else if said.contains("debug") || said.contains("why") || said.contains("fail") {
            reply = "The likely cause: something is closed before its last use. Look at \(topic), and log both ends."
        } else if said.contains("rename") || said.contains("edit") || said.contains("refactor") || said.contains("write") {
            reply = "Done: \(topic). One file changed, the tests still pass."
        } else {
            reply = "About \(topic): yes, and it is simpler than it looks."
        }
        return "\(reply) (\(model), \(digest(of: question)))"
    }

    /// Eight hexadecimal digits that tell one question from another.
    package static func digest(of question: String) -> String {
        StableHash.of(question).hexadecimal(8)
    }

    /// `count` tokens of four bytes each (the first has three), which ones depends on `seed`.
    package static func words(_ count: Int, seed: String) -> [String] {
        let hash = StableHash.of(seed).value
        // The first words spell the whole hash, the later ones go round with it.
        return (0..<count).map { index in
            let digit = Int(truncatingIfNeeded: hash >> UInt64(5 * (index % 13)) & 31)
            return (index == 0 ? first : later)[(digit + index / 13) % first.count]
        }
    }

    /// What comes after the last colon, else all of it; the first eight words and 60 bytes.
    private static func topic(of text: String) -> String {
        let line = text.split { $0.isNewline }.first.map(String.init) ?? ""
        let parts = line.split(separator: ":")
        let subject = parts.count > 1 ? parts[parts.count - 1] : Substring(line)
        var topic = ""
        for word in subject.split(separator: " ").prefix(8) where topic.utf8.count + word.utf8.count < 60 {
            topic += topic.isEmpty ? word : " " + word
        }
        while let last = topic.last, last == "." || last == "?" || last == "!" { topic.removeLast() }
        return topic.isEmpty ? "this" : topic
    }

    private static func capitalized(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }

    /// One for each value of five bits.
    private static let first = [
        "ask", "bit", "cap", "day", "end", "fix", "get", "has", "key", "log", "map", "new", "old", "put", "run", "set",
        "tag", "use", "via", "way", "yes", "add", "box", "cut", "dry", "fit", "hub", "ice", "job", "kit", "lot", "mix",
    ]
    private static let later = first.map { " " + $0 }
}
