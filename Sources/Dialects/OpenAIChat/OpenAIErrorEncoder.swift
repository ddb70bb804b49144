internal import JSONText
internal import Primitives

/// Writes an error as OpenAI's APIs do.
enum OpenAIErrorEncoder {
    static func body(_ error: CallerError) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.object("error") { writer in
                writer.member("message", error.message)
                writer.member("type", error.type)
                write("param", error.parameter, into: &writer)
                write("code", error.code, into: &writer)
            }
        }
        return writer.bytes
    }

    private static func write(_ name: StaticString, _ text: String?, into writer: inout JSONWriter) {
        writer.key(name)
        if let text { writer.value(text) } else { writer.null() }
    }
}
