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
