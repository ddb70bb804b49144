internal import Conversation
internal import Primitives

/// Usage in one line, class by class without those that were not used: `input=44,cache_read=768,output=40,estimated`.
enum UsageNotation {
    private static let classes: [(name: String, field: any WritableKeyPath<Usage, Int> & Sendable)] = [
        ("input", \.input), ("cache_read", \.cacheRead), ("cache_write_5m", \.cacheWrite5m), ("cache_write_1h", \.cacheWrite1h),
        ("output", \.output), ("reasoning", \.reasoning), ("audio_input", \.audioInput), ("audio_cache_read", \.audioCacheRead),
        ("audio_output", \.audioOutput), ("image_input", \.imageInput), ("image_output", \.imageOutput), ("tool_requests", \.toolRequests),
    ]
    private static let estimated = "estimated"

    static func text(of usage: Usage) -> String {
        var text = ""
        for (name, field) in classes {
            let count = usage[keyPath: field]
            guard count > 0 else { continue }
            if !text.isEmpty { text += "," }
            text += name
            text += "="
            text += String(count)
        }
        if usage.estimated { text += text.isEmpty ? estimated : ",\(estimated)" }
        return text
    }

    /// Nil where `text` is nothing that ``text(of:)`` writes.
    static func usage(_ text: String) -> Usage? {
        var usage = Usage()
        for part in text.split(separator: ",") {
            if part == estimated {
                usage.estimated = true
                continue
            }
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2, let entry = classes.first(where: { $0.name == sides[0] }), let count = Int(sides[1]),
                count == Usage.believable(count)
            else { return nil }
            usage[keyPath: entry.field] = count
        }
        return usage
    }
}
