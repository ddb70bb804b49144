internal import Conversation
internal import JSONText

/// How sure the model was of its tokens (https://ai.google.dev/api/generate-content#LogprobsResult).
enum GeminiLogprobs {
    static func decode(_ result: JSONValue, into events: inout [ChatEvent]) {
        let top = result["topCandidates"]?.elements.map { $0["candidates"]?.elements.compactMap(alternative) ?? [] } ?? []
        let chosen = result["chosenCandidates"]?.elements.compactMap(alternative) ?? []
        let tokens = chosen.enumerated().map { TokenLogprob(chosen: $1, top: top.indices.contains($0) ? top[$0] : []) }
        if !tokens.isEmpty { events.append(.logprobs(tokens)) }
    }

    private static func alternative(_ value: JSONValue) -> TokenLogprob.Alternative? {
        guard let token = value["token"]?.string else { return nil }
        // A logarithm of 0 is left out.
        return TokenLogprob.Alternative(token: token, logprob: value["logProbability"]?.number ?? "0")
    }

    static func write(_ tokens: [TokenLogprob], into writer: inout JSONWriter) {
        writer.object("logprobsResult") { writer in
            writer.array("topCandidates") { writer in
                for token in tokens {
                    writer.object { writer in
                        writer.array("candidates") { writer in for other in token.top { write(other, into: &writer) } }
                    }
                }
            }
            writer.array("chosenCandidates") { writer in for token in tokens { write(token.chosen, into: &writer) } }
        }
    }

    private static func write(_ alternative: TokenLogprob.Alternative, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("token", alternative.token)
            writer.member("logProbability", number: alternative.logprob)
        }
    }
}
