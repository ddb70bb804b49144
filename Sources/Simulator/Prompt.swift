internal import JSONText
internal import Primitives

/// The parts of a request that the model would read, in the order in which caches see them: tools, system, messages.
package struct Prompt: Sendable {
    /// Four bytes of text a token, and three tokens for each message around it.
    package private(set) var tokens = 0
    /// A running hash and the tokens up to there, after each part.
    private(set) var marks: [Mark] = []

    struct Mark: Sendable {
        let hash: UInt64
        let tokens: Int
        /// The caller asks to keep the prefix up to here.
        let breakpoint: Lifetime?
    }

    enum Lifetime: Sendable { case fiveMinutes, oneHour }

    private var hash = StableHash()
    /// Whether it may be long enough for a cache; nothing else looks at the hashes.
    private let mayBeCached: Bool
    private var textBytes = 0
    private var overhead = 0

    init(_ json: JSONValue, _ api: ProviderAPI) {
        mayBeCached = json.raw.count >= 4 * PromptCache.minimum
        if let tools = json["tools"], tools.kind == .array {
            for tool in tools.elements { add(tool, textBytes: tool.raw.count) }
        }
        if let system = json["system"] { addContent(system) }
        if let messages = json["messages"], messages.kind == .array {
            for message in messages.elements { addMessage(message) }
        }
        if let marker = json["cache_control"], let last = marks.popLast() {
            marks.append(Mark(hash: last.hash, tokens: last.tokens, breakpoint: Self.lifetime(marker)))
        }
    }

    private mutating func remember(_ text: ByteSlice) {
        if mayBeCached { hash.add(text.span) }
    }

    private mutating func addMessage(_ message: JSONValue) {
        overhead += 3
        if let role = message["role"] { remember(role.raw) }
        if let calls = message["tool_calls"] { add(calls, textBytes: calls.raw.count) }
        if let content = message["content"] { addContent(content) }
    }

    private mutating func addContent(_ content: JSONValue) {
        if content.kind == .array {
            for part in content.elements { addPart(part) }
        } else if let text = content.escapedString {
            remember(text)
            mark(textBytes: text.count, breakpoint: nil)
        }
    }

    /// A part of text hashes as the same text alone does, so that either form continues the other's prefix.
    private mutating func addPart(_ part: JSONValue) {
        if part["type"]?.isString("text") == true, let text = part["text"]?.escapedString {
            remember(text)
            mark(textBytes: text.count, breakpoint: part["cache_control"].flatMap(Self.lifetime))
        } else {
            let media = part["image_url"] != nil || part["source"] != nil
            add(part, textBytes: media ? Self.mediaTextBytes : part.raw.count)
        }
    }

    /// Anything but text; its cache marker is not part of what is cached.
    private mutating func add(_ json: JSONValue, textBytes: Int) {
        for (key, value) in json.members where key.text != "cache_control" {
            remember(key.raw)
            remember(value.raw)
        }
        if json.kind == .array { remember(json.raw) }
        mark(textBytes: textBytes, breakpoint: json["cache_control"].flatMap(Self.lifetime))
    }

    private mutating func mark(textBytes: Int, breakpoint: Lifetime?) {
        self.textBytes += textBytes
        tokens = (self.textBytes + 3) / 4 + overhead
        marks.append(Mark(hash: hash.value, tokens: tokens, breakpoint: breakpoint))
    }

    private static func lifetime(_ marker: JSONValue) -> Lifetime? {
        guard marker.kind == .object else { return nil }
        return marker["ttl"]?.isString("1h") == true ? .oneHour : .fiveMinutes
    }

    /// An image counts as much as this text, whatever its size.
    private static let mediaTextBytes = 1024
}
