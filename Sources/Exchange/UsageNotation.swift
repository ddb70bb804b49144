internal import Conversation
internal import Primitives

/// Usage in one line, class by class without those that were not used: `input=44,cache_read=768,output=40,estimated`.
enum UsageNotation {
    private struct Class: Sendable {
        let name: StaticString
        /// What the path below leads to, without the cost of a path.
        let count: @Sendable (borrowing Usage) -> Int
        let field: any WritableKeyPath<Usage, Int> & Sendable
    }

    private static let classes = [
        Class(name: "input", count: { $0.input }, field: \.input),
        Class(name: "cache_read", count: { $0.cacheRead }, field: \.cacheRead),
        Class(name: "cache_write_5m", count: { $0.cacheWrite5m }, field: \.cacheWrite5m),
        Class(name: "cache_write_1h", count: { $0.cacheWrite1h }, field: \.cacheWrite1h),
        Class(name: "output", count: { $0.output }, field: \.output),
        Class(name: "reasoning", count: { $0.reasoning }, field: \.reasoning),
        Class(name: "audio_input", count: { $0.audioInput }, field: \.audioInput),
        Class(name: "audio_cache_read", count: { $0.audioCacheRead }, field: \.audioCacheRead),
        Class(name: "audio_output", count: { $0.audioOutput }, field: \.audioOutput),
        Class(name: "image_input", count: { $0.imageInput }, field: \.imageInput),
        Class(name: "image_output", count: { $0.imageOutput }, field: \.imageOutput),
        Class(name: "tool_requests", count: { $0.toolRequests }, field: \.toolRequests),
    ]
    private static let estimated = "estimated"

    static func append(_ usage: Usage, to text: inout Bytes) {
        let start = text.count
        for entry in classes {
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
            guard sides.count == 2, let entry = classes.first(where: { $0.name.description == sides[0] }), let count = Int(sides[1]),
                count == Usage.believable(count)
            else { return nil }
            usage[keyPath: entry.field] = count
        }
        return usage
    }
}
