/// Names that Converse takes for documents, no two alike in one conversation: letters, digits, single spaces, hyphens, parentheses
/// and brackets (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_DocumentBlock.html).
struct ConverseDocumentNames {
    /// One less than the API's bound for each digit of a number behind the name.
    private static let longest = 190

    private var used: Set<String> = []

    mutating func name(_ wanted: String?) -> String {
        let plain = wanted.map(Self.plain) ?? ""
        let name = plain.isEmpty ? "document" : plain
        var unique = name
        var number = 2
        while !used.insert(unique).inserted {
            unique = "\(name) \(number)"
            number += 1
        }
        return unique
    }

    private static func plain(_ name: String) -> String {
        var result = ""
        for scalar in name.unicodeScalars {
            let character = isTaken(scalar) ? Character(scalar) : scalar.properties.isWhitespace ? " " : "-"
            if character != " " || (result.last != " " && !result.isEmpty) { result.append(character) }
        }
        result = String(result.prefix(longest))
        while result.last == " " { result.removeLast() }
        return result
    }

    private static func isTaken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "(", ")", "[", "]": true
        default: false
        }
    }
}
