internal import JSONText
internal import Primitives

extension JSONWriter {
    /// `text` as a JSON string with its quotes.
    static func quoted(_ text: String) -> String {
        var bytes = Bytes()
        quote(text, into: &bytes)
        return bytes.text
    }
}

extension JSONValue? {
    /// The elements of an array; empty for anything else.
    var items: [JSONValue] { map { Array($0.elements) } ?? [] }

    /// The value as it was sent, else `null`.
    var orNull: String { self?.raw.text ?? "null" }
}
