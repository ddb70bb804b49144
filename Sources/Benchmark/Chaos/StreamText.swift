internal import JSONText
internal import Primitives

/// What server-sent events of OpenAI's chat or Anthropic's Messages say together.
struct StreamText {
    private(set) var text = ""
    private(set) var isFinished = false
    private(set) var hasError = false
    /// Something came behind the end.
    private(set) var goesOn = false

    init(_ body: Bytes) {
        for line in body.split(separator: UInt8(ascii: "\n")) where line.starts(with: Self.mark) { take(line.dropFirst(Self.mark.count)) }
    }

    private static let mark = Bytes("data: ".utf8)

    private mutating func take(_ data: ByteSlice) {
        if isFinished { goesOn = true }
        if data.starts(with: Bytes("[DONE]".utf8)) {
            isFinished = true
            return
        }
        guard let event = try? JSONDocument.parse(Bytes(data)).root else {
            hasError = true
            return
        }
        if event["error"] != nil { hasError = true }
        if event["type"]?.isString("message_stop") == true { isFinished = true }
        if let part = event["delta"]?["text"]?.string { text += part }
        for choice in event["choices"]?.elements.map({ $0 }) ?? [] { text += choice["delta"]?["content"]?.string ?? "" }
    }
}
