internal import Conversation
internal import Primitives

/// Usage in one line, class by class without those that were not used: `input=44,cache_read=768,output=40,estimated`.
enum UsageNotation {
    private static let estimated = "estimated"

    static func append(_ usage: Usage, to text: inout Bytes) {
        let start = text.count
        for entry in UsageClass.all {
            let count = entry.count(usage)
            guard count > 0 else { continue }
            if text.count > start { text.append(UInt8(ascii: ",")) }
            text.append(literal: entry.name)
            text.append(UInt8(ascii: "="))
            text.append(decimal: count)
        }
        guard usage.estimated else { return }
        if text.count > start { text.append(UInt8(ascii: ",")) }
        text.append(estimated)
    }

    /// Nil where `text` is nothing that ``append(_:to:)`` writes.
    static func usage(_ text: String) -> Usage? {
        var usage = Usage()
        for part in text.split(separator: ",") {
            if part == estimated {
                usage.estimated = true
                continue
            }
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let entry = UsageClass.all.first(where: { $0.name.description == sides[0] }), let count = Int(sides[1]),
                count == Usage.believable(count)
            else { return nil }
            entry.set(&usage, count)
        }
        return usage
    }
}
