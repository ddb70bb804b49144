internal import Conversation
internal import JSONText
internal import Primitives

/// Citations as a chat-completions message holds them: `annotations` of the type `url_citation`
/// (https://platform.openai.com/docs/guides/tools-web-search); OpenRouter adds the cited words as `content`.
enum OpenAICitations {
    /// Annotations of other kinds, such as the text that a service read off a file, are carried unread.
    static func decode(_ annotations: JSONValue, into events: inout [ChatEvent]) {
        for annotation in annotations.elements {
            guard annotation["type"]?.isString("url_citation") == true, let told = annotation["url_citation"] else {
                events.append(.opaque(annotation.raw.text))
                continue
            }
            events.append(.citation(citation(told)))
        }
    }

    private static func citation(_ told: JSONValue) -> Citation {
        var citation = Citation(url: text(told["url"]), title: text(told["title"]), quote: text(told["content"]))
        // Services that search before the model writes name no passage: both ends are 0.
        if let start = told["start_index"]?.int, let end = told["end_index"]?.int, start >= 0, end > start { citation.range = start..<end }
        return citation
    }

    private static func text(_ value: JSONValue?) -> String? { value?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// Writes one annotation; `passage` is what it cites where it does not say so itself. A source without address has no form here.
    static func write(_ citation: Citation, passage: Range<Int>, into writer: inout JSONWriter) {
        guard let url = citation.url else { return }
        let range = citation.range ?? passage
        writer.object { writer in
            writer.member("type", "url_citation")
            writer.object("url_citation") { writer in
                writer.member("url", url)
                writer.member("title", citation.title ?? "")
                writer.member("start_index", range.lowerBound)
                writer.member("end_index", range.upperBound)
                if let quote = citation.quote { writer.member("content", quote) }
            }
        }
    }
}
