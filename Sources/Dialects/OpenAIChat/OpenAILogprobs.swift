internal import Conversation
internal import JSONText
internal import Primitives

/// Log probabilities as a chat completion's choice holds them (`logprobs.content`).
enum OpenAILogprobs {
    /// Nil where the choice holds none.
    static func decode(_ logprobs: JSONValue) -> [TokenLogprob]? {
        let read = (logprobs["content"]?.elements ?? logprobs.elements).compactMap { token -> TokenLogprob? in
            guard let chosen = alternative(token) else { return nil }
            return TokenLogprob(chosen: chosen, top: token["top_logprobs"]?.elements.compactMap(alternative) ?? [])
        }
        return read.isEmpty ? nil : read
    }

    private static func alternative(_ token: JSONValue) -> TokenLogprob.Alternative? {
        guard let text = token["token"]?.string, let logprob = token["logprob"]?.number else { return nil }
        return TokenLogprob.Alternative(token: text, logprob: logprob)
    }

    /// Writes the value of `logprobs`.
    static func write(_ tokens: [TokenLogprob], into writer: inout JSONWriter) {
        writer.object { writer in
            writer.array("content") { writer in
                for token in tokens { write(token, into: &writer) }
            }
            writer.key("refusal")
            writer.null()
        }
    }

    private static func write(_ token: TokenLogprob, into writer: inout JSONWriter) {
        writer.object { writer in
            members(token.chosen, into: &writer)
            writer.array("top_logprobs") { writer in
                for alternative in token.top { writer.object { members(alternative, into: &$0) } }
            }
        }
    }

    private static func members(_ alternative: TokenLogprob.Alternative, into writer: inout JSONWriter) {
        writer.member("token", alternative.token)
        writer.member("logprob", number: alternative.logprob)
        writer.array("bytes") { writer in
            for byte in alternative.token.utf8 { writer.value(byte) }
        }
    }
}
