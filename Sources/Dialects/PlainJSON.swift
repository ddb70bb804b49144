internal import JSONText
internal import Primitives

/// Single JSON values as bytes.
enum PlainJSON {
    static func quoted(_ text: String) -> Bytes {
        var bytes = Bytes()
        JSONWriter.quote(text, into: &bytes)
        return bytes
    }

    static func flag(_ value: Bool) -> Bytes { Bytes((value ? "true" : "false").utf8) }
}
