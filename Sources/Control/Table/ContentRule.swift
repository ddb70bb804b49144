/// Which media types a table may be served as. What it is, TOML or JSON, shows in its first character.
enum ContentRule {
    /// Types that object stores and file servers give to files that they do not know, beside the right ones.
    private static let taken: Set<String> = [
        "application/toml", "text/toml", "text/x-toml", "application/x-toml", "application/json", "text/json", "text/plain",
        "application/octet-stream", "binary/octet-stream",
    ]

    /// Why `type` cannot be a table's; nil where it can, or where the server does not say.
    static func flaw(ofType type: String?) -> String? {
        guard let type, let name = type.split(separator: ";").first?.trimmed.lowercased(), !name.isEmpty else { return nil }
        if taken.contains(name) || name.hasSuffix("+json") { return nil }
        return "the server calls it \(name.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 } ? name : "something odd"), which is neither TOML nor JSON"
    }
}

extension Substring {
    fileprivate var trimmed: Substring {
        var text = self
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
