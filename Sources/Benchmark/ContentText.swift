internal import Primitives

/// The text of an answer in OpenAI's form, streamed or whole: all that stands behind `"content":"`, put together.
///
/// Works on bytes because a JSON parser for each chunk would cost as much as what is measured; the expected text has no escapes.
enum ContentText {
    private static let mark = Bytes("\"content\":\"".utf8)

    static func of(_ body: Bytes) -> String {
        var text = Bytes()
        var index = 0
        while let start = find(body, from: index) {
            var end = start
            while end < body.count, body[end] != UInt8(ascii: "\"") { end += 1 }
            text += body[start..<end]
            index = end
        }
        return text.text
    }

    /// Behind the next mark.
    private static func find(_ body: Bytes, from start: Int) -> Int? {
        let last = body.count - mark.count
        var index = start
        while index <= last {
            // The colon is rarer than the quotes.
            if body[index + 9] == UInt8(ascii: ":"), body[index...].starts(with: mark) { return index + mark.count }
            index += 1
        }
        return nil
    }
}
