internal import JSONText
internal import Primitives

/// The parts of a request that the model would read, in the order in which caches see them: tools, system, messages.
struct Prompt: Sendable {
    /// Four bytes of text a token, and three tokens for each message around it.
    private(set) var tokens = 0
    /// A running hash and the tokens up to there, after each part.
    private(set) var marks: [Mark] = []

    struct Mark: Sendable {
        let hash: UInt64
        let tokens: Int
        /// The caller asks to keep the prefix up to here.
        var breakpoint: Lifetime?
    }

    enum Lifetime: Sendable { case fiveMinutes, oneHour }

    private var hash = StableHash()
    /// Whether it may be long enough for a cache; nothing else looks at the hashes.
    private let mayBeCached: Bool
    private var textBytes = 0
    private var overhead = 0

    init() { mayBeCached = false }

    /// A prompt that will hold parts of `request`.
    init(for request: JSONValue) { mayBeCached = request.raw.count >= 4 * PromptCache.minimum }

    /// `tools`, `system` and `messages`, as OpenAI's chat and Anthropic have them.
    static func messages(_ json: JSONValue) -> Prompt {
        var prompt = Prompt(for: json)
        prompt.addParts(json["tools"])
        prompt.addContent(json["system"])
        for message in json["messages"].items {
            prompt.addMessage(message["role"], message["content"], calls: message["tool_calls"])
        }
        if let marker = json["cache_control"] { prompt.keep(lifetime(marker)) }
        return prompt
    }

    mutating func addMessage(_ role: JSONValue?, _ content: JSONValue?, calls: JSONValue? = nil) {
        overhead += 3
        if let role { remember(role.raw) }
        if let calls { add(calls, textBytes: calls.raw.count) }
        addContent(content)
    }

    /// A text or an array of parts.
    mutating func addContent(_ content: JSONValue?) {
        if let text = content?.escapedString { addText(text, breakpoint: nil) } else { addParts(content) }
    }

    mutating func addParts(_ parts: JSONValue?) {
        for part in parts.items { addPart(part) }
    }

    /// Asks to keep what came so far.
    mutating func keep(_ lifetime: Lifetime?) {
        if !marks.isEmpty { marks[marks.count - 1].breakpoint = lifetime }
    }

    /// A marker of the caller's: `{"type": …, "ttl": "1h"}`.
    static func lifetime(_ marker: JSONValue) -> Lifetime? {
        guard marker.kind == .object else { return nil }
        return marker["ttl"]?.isString("1h") == true ? .oneHour : .fiveMinutes
    }

    /// A part of text hashes as the same text alone does, so that either form continues the other's prefix.
    private mutating func addPart(_ part: JSONValue) {
        if let marker = part["cachePoint"] {
            keep(Self.lifetime(marker))
        } else if let text = part["text"]?.escapedString {
            addText(text, breakpoint: part["cache_control"].flatMap(Self.lifetime))
        } else {
            add(part, textBytes: Self.isMedia(part) ? Self.mediaTextBytes : part.raw.count)
        }
    }

    private mutating func addText(_ text: ByteSlice, breakpoint: Lifetime?) {
        remember(text)
        mark(textBytes: text.count, breakpoint: breakpoint)
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

    private mutating func remember(_ text: ByteSlice) {
        if mayBeCached { hash.add(text.span) }
    }

    private mutating func mark(textBytes: Int, breakpoint: Lifetime?) {
        self.textBytes += textBytes
        tokens = (self.textBytes + 3) / 4 + overhead
        marks.append(Mark(hash: hash.value, tokens: tokens, breakpoint: breakpoint))
    }

    private static func isMedia(_ part: JSONValue) -> Bool {
        mediaKeys.contains { part.get($0) != nil }
    }

    /// Under which the APIs put images, documents and sound.
    private static let mediaKeys = ["image_url", "source", "inlineData", "fileData", "image", "document", "video", "input_audio", "file_data"]
    /// An image counts as much as this text, whatever its size.
    private static let mediaTextBytes = 1024
}
