internal import Primitives

/// Gives tool calls ids that a provider takes, no two alike in one conversation.
///
/// Others number calls anew in each turn, use dots and colons, or leave ids empty; a result belongs to the latest call of its id,
/// and results of calls that share one go to them in order.
struct ToolIdentifiers {
    /// What an id may be.
    enum Rule {
        /// Letters, digits, `_` and `-`, so many at most (Anthropic, Bedrock).
        case plain(longest: Int)
        /// As it is, so long at most (OpenAI).
        case any(longest: Int)
        /// Exactly nine letters and digits (Mistral).
        case nine

        /// What the services of the chat API that offer `model` take.
        static func ofChatModel(_ model: String) -> Self {
            let mistrals = ["mistral", "mixtral", "ministral", "codestral", "devstral", "magistral", "pixtral", "voxtral"]
            return mistrals.contains(where: model.includes) ? .nine : .any(longest: 40)
        }
    }

    private struct Call {
        let name: String
        var isAnswered = false
    }

    private let rule: Rule
    private var used: Set<String> = []
    /// The calls by the ids that the caller gave them.
    private var calls: [String: [Call]] = [:]

    /// `longest`: the most characters of an id.
    init(longest: Int = .max) { rule = .plain(longest: longest) }

    init(_ rule: Rule) { self.rule = rule }

    mutating func call(_ id: String) -> String {
        var unique = name(id, number: 1)
        var number = 2
        while !used.insert(unique).inserted {
            unique = name(id, number: number)
            number += 1
        }
        calls[id, default: []].append(Call(name: unique))
        return unique
    }

    mutating func result(_ id: String) -> String {
        guard let known = calls[id], let last = known.last else { return name(id, number: 1) }
        // A second result of the same call goes to the last.
        guard let place = known.firstIndex(where: { !$0.isAnswered }) else { return last.name }
        calls[id]?[place].isAnswered = true
        return known[place].name
    }

    /// The id of the `number`th call that the caller gave this one.
    private func name(_ id: String, number: Int) -> String {
        let given = id.isEmpty ? "call" : id
        let suffix = number == 1 ? "" : "_\(number)"
        switch rule {
        case .plain(let longest):
            let plain = String(given.unicodeScalars.map { Self.isTaken($0) ? Character($0) : "_" })
            return Self.fitted(plain, suffix, longest)
        case .any(let longest): return Self.fitted(given, suffix, longest)
        case .nine:
            let isFit = given.utf8.count == 9 && given.unicodeScalars.allSatisfy { Self.isTaken($0) && $0 != "_" && $0 != "-" }
            return isFit && number == 1 ? given : Self.nine(given + suffix)
        }
    }

    private static func fitted(_ name: String, _ suffix: String, _ longest: Int) -> String {
        name.utf8.count > longest - suffix.utf8.count ? String(name.suffix(longest - 4)) + suffix : name + suffix
    }

    /// Nine letters and digits that stand for `text`: FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) in base 36.
    private static func nine(_ text: String) -> String {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return String(("00000000" + String(hash, radix: 36)).suffix(9))
    }

    private static func isTaken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
