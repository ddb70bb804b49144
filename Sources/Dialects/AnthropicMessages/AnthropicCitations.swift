internal import Conversation
internal import JSONText

/// Citations as a text block holds them (https://docs.anthropic.com/en/docs/build-with-claude/citations): of a page that was found, or
/// of a document that the caller gave.
enum AnthropicCitations {
    static func decode(_ told: JSONValue) -> Citation {
        Citation(
            url: text(told["url"]) ?? text(told["source"]), title: text(told["title"]) ?? text(told["document_title"]),
            quote: text(told["cited_text"]))
    }

    private static func text(_ value: JSONValue?) -> String? { value?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// Writes the members of one citation. Where the passage stands in its source nobody else tells.
    static func write(_ citation: Citation, into writer: inout JSONWriter) {
        writer.member("type", citation.url == nil ? "char_location" : "web_search_result_location")
        writer.member("cited_text", citation.quote ?? "")
        if let url = citation.url {
            writer.member("url", url)
            writer.member("title", citation.title ?? "")
            writer.member("encrypted_index", "")
        } else {
            writer.member("document_index", 0)
            writer.member("document_title", citation.title ?? "")
            writer.member("start_char_index", 0)
            writer.member("end_char_index", 0)
        }
    }
}
