/// Gives tool calls ids that Anthropic takes: of letters, digits, `_` and `-`, and no two alike in one conversation.
///
/// Others number calls anew in each turn, use dots and colons, or leave ids empty; a result belongs to the latest call of its id,
/// and results of calls that share one go to them in order.
struct ToolIdentifiers {
    private var used: Set<String> = []
    private var waiting: [String: [String]] = [:]

    mutating func call(_ id: String) -> String {
        var name = String(id.unicodeScalars.map { Self.isTaken($0) ? Character($0) : "_" })
        if name.isEmpty { name = "call" }
        var unique = name
        var number = 2
        while !used.insert(unique).inserted {
            unique = "\(name)_\(number)"
            number += 1
        }
        waiting[id, default: []].append(unique)
        return unique
    }

    mutating func result(_ id: String) -> String {
        guard var names = waiting[id], let name = names.first else {
            return id.isEmpty ? "call" : String(id.unicodeScalars.map { Self.isTaken($0) ? Character($0) : "_" })
        }
        // The last one stays, for a second result of the same call.
        if names.count > 1 { names.removeFirst() }
        waiting[id] = names
        return name
    }

    private static func isTaken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
        default: false
        }
    }
}
