internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// Tells why a command failed, and with which status it ends.
@LoopActor
struct Failure {
    private let error: ConsoleError

    init(_ error: ConsoleError) { self.error = error }

    /// For programs on `output`, for people on `errors`. What cannot be told changes nothing.
    func tell(json: Bool, _ output: Printer, _ errors: Printer) async -> CommandStatus {
        switch error {
        case .outputClosed, .interrupted: break
        case .usage(let usage): try? await errors.print(Self.text(usage))
        case _ where json: try? await output.line(object[...])
        case .unreachable(let reason): try? await errors.print(Self.text(reason.message, reason.remedy.map { [$0] } ?? []))
        case .failed(let failure): try? await errors.print(Self.text(failure.message, failure.details))
        case .local(let reason): try? await errors.print(Self.text(reason, []))
        }
        return error.status
    }

    private static func text(_ usage: UsageError) -> StyledText {
        text(usage.description, ["see \"\(usage.help)\""])
    }

    /// A message of several lines stands below the program's name, each line as it is.
    private static func text(_ message: String, _ details: [String]) -> StyledText {
        var text = StyledText("shunt: ", .red)
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        text.line(lines.first ?? "")
        for line in lines.dropFirst() { text.line(line) }
        for detail in details { text.line("  \(detail)") }
        return text
    }

    /// `{"error":{"message","data":{"type","retryable"}}}`, with what the daemon said where it did.
    private var object: Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.key("error")
            switch error {
            case .failed(let failure): writer.raw(failure.value.raw)
            case .unreachable(let reason): Self.write(reason.message, type: reason.isDenied ? "denied" : "unreachable", into: &writer)
            case .local(let reason): Self.write(reason, type: "local", into: &writer)
            case .usage, .outputClosed, .interrupted: writer.null()
            }
        }
        return writer.bytes
    }

    private static func write(_ message: String, type: String, into writer: inout JSONWriter) {
        writer.object {
            $0.member("message", message)
            $0.object("data") {
                $0.member("type", type)
                $0.member("retryable", type == "unreachable")
            }
        }
    }
}
