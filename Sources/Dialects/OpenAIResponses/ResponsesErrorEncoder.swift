internal import JSONText
internal import Primitives

/// Writes an error in mid-stream: its members as OpenAI documents them, and in `error` once more, as its API sends them and as its SDKs look
/// for them before they raise.
enum ResponsesErrorEncoder {
    static func frame(_ error: CallerError, sequence: Int) -> AnswerFrame {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("type", "error")
            writer.member("sequence_number", sequence)
            writeMembers(error, into: &writer)
            writer.object("error") { writer in
                writer.member("type", error.type)
                writeMembers(error, into: &writer)
            }
        }
        return AnswerFrame(event: "error", data: writer.bytes)
    }

    private static func writeMembers(_ error: CallerError, into writer: inout JSONWriter) {
        writer.member("code", error.code ?? error.type)
        writer.member("message", error.message)
        writer.key("param")
        if let parameter = error.parameter { writer.value(parameter) } else { writer.null() }
    }
}
