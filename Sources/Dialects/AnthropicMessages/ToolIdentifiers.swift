/// Gives tool calls ids that Anthropic takes: of letters, digits, `_` and `-`, and no two alike in one conversation.
///
/// Others number calls anew in each turn, use dots and colons, or leave ids empty; a result belongs to the latest call of its id,
/// and results of calls that share one go to them in order.
struct ToolIdentifiers {
    private struct Call {
        let name: String
        var isAnswered = false
    }

    private let longest: Int
    private var used: Set<String> = []
    /// The calls by the ids that the caller gave them.
    private var calls: [String: [Call]] = [:]

    /// `longest`: the most characters of an id.
    init(longest: Int = .max) { self.longest = longest }

    mutating func call(_ id: String) -> String {
        let name = id.isEmpty ? "call" : plain(id)
        var unique = name
        var number = 2
        while !used.insert(unique).inserted {
            unique = "\(name)_\(number)"
            number += 1
        }
        calls[id, default: []].append(Call(name: unique))
        return unique
    }

    mutating func result(_ id: String) -> String {
        guard let known = calls[id], let last = known.last else { return id.isEmpty ? "call" : plain(id) }
        // A second result of the same call goes to the last.
        guard let place = known.firstIndex(where: { !$0.isAnswered }) else { return last.name }
        calls[id]?[place].isAnswered = true
        return known[place].name
    }

    /// Room is left for a number behind a shortened id.
    private func plain(_ id: String) -> String {
        let plain = String(id.unicodeScalars.map { Self.isTaken($0) ? Character($0) : "_" })
        return plain.utf8.count > longest ? String(plain.suffix(longest - 4)) : plain
    }

    private static func isTaken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
