internal import Conversation
internal import HTTPWire
internal import JSONText

/// Where a chunk that says one text says it.
enum OpenAIRepetition {
    /// Nil where `said`, all that `chunk` said, is not one text of its only choice's delta.
    static func of(_ event: ServerSentEvent, _ chunk: JSONValue, said: ArraySlice<ChatEvent>) -> RepeatedText? {
        guard said.count == 1, let delta = only(chunk["choices"])?["delta"] else { return nil }
        // Padding that hides how long the text is: OpenAI's, Mistral's.
        let padding = [chunk["obfuscation"], chunk["p"]]
        switch said.first {
        case .text: return RepeatedText(event, said: said, delta["content"], others: padding)
        case .refusal: return RepeatedText(event, said: said, delta["refusal"], others: padding)
        case .reasoning: return reasoning(event, delta, said, padding)
        case .toolArguments: return RepeatedText(event, said: said, arguments(delta), others: padding)
        default: return nil
        }
    }

    /// The first that holds any text counts, and the same text often stands in others.
    private static func reasoning(_ event: ServerSentEvent, _ delta: JSONValue, _ said: ArraySlice<ChatEvent>, _ padding: [JSONValue?]) -> RepeatedText? {
        let texts = [delta["reasoning_content"], delta["reasoning"]].filter { $0?.kind == .string && $0?.isEmptyOrNull == false }
        let details = delta["reasoning_details"]?.elements.flatMap { [$0["text"], $0["summary"]] } ?? []
        return RepeatedText(event, said: said, texts.first ?? nil, others: texts.dropFirst() + details + padding)
    }

    private static func arguments(_ delta: JSONValue) -> JSONValue? {
        delta["function_call"] == nil ? only(delta["tool_calls"])?["function"]?["arguments"] : nil
    }

    private static func only(_ list: JSONValue?) -> JSONValue? {
        guard var elements = list?.elements, let first = elements.next() else { return nil }
        return elements.next() == nil ? first : nil
    }
}
