/// Where the cited passages of an answer's text lie, in characters as OpenAI's API counts them: from the end of the passage before.
struct Passages {
    private var length = 0
    private var start = 0
    private var end = 0

    mutating func add(_ text: String) { length += text.unicodeScalars.count }

    /// The passage that a citation behind the text so far is about; further ones behind the same text are about the same.
    mutating func cite() -> Range<Int> {
        if end < length { (start, end) = (end, length) }
        return start..<end
    }
}
