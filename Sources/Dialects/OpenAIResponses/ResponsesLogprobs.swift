internal import Conversation
internal import JSONText
internal import Primitives

/// Reads and writes how sure the model was of each token.
enum ResponsesLogprobs {
    static func decode(_ value: JSONValue?, into events: inout [ChatEvent]) {
        guard let value, value.kind == .array, !value.isEmptyOrNull else { return }
        let read = value.elements.compactMap { element in
            alternative(element).map { TokenLogprob(chosen: $0, top: element["top_logprobs"]?.elements.compactMap(alternative) ?? []) }
        }
        if !read.isEmpty { events.append(.logprobs(read)) }
    }

    private static func alternative(_ value: JSONValue) -> TokenLogprob.Alternative? {
        guard let token = value["token"]?.string, let logprob = value["logprob"]?.number else { return nil }
        return TokenLogprob.Alternative(token: token, logprob: logprob)
    }

    static func write(_ logprobs: [TokenLogprob], into writer: inout JSONWriter) {
        writer.array("logprobs") { writer in
            for logprob in logprobs {
                writer.object { writer in
                    write(logprob.chosen, into: &writer)
                    writer.array("top_logprobs") { writer in
                        for other in logprob.top { writer.object { write(other, into: &$0) } }
                    }
                }
            }
        }
    }

    private static func write(_ alternative: TokenLogprob.Alternative, into writer: inout JSONWriter) {
        writer.member("token", alternative.token)
        writer.array("bytes") { writer in
            for byte in alternative.token.utf8 { writer.value(byte) }
        }
        writer.member("logprob", number: alternative.logprob)
    }
}
