internal import JSONText
internal import Primitives

/// Single JSON values as bytes.
enum PlainJSON {
    static func quoted(_ text: String) -> Bytes {
        var bytes = Bytes()
        JSONWriter.quote(text, into: &bytes)
        return bytes
    }

    static func list(_ texts: [String]) -> Bytes {
        var writer = JSONWriter()
        writer.array { writer in for text in texts { writer.value(text) } }
        return writer.bytes
    }

    static func flag(_ value: Bool) -> Bytes { Bytes((value ? "true" : "false").utf8) }
}
