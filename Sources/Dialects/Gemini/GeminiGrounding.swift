internal import Conversation
internal import JSONText

/// Where an answer comes from: passages quoted at length, and the pages that the provider's own search found.
struct GeminiGrounding {
    /// The last word on grounding: it stands for the whole answer.
    private var metadata: JSONValue?

    mutating func take(_ metadata: JSONValue) {
        if !metadata.isEmptyOrNull { self.metadata = metadata }
    }

    /// How many searches the provider made.
    var searches: Int { metadata?["webSearchQueries"]?.elements.count { !$0.isEmptyOrNull } ?? 0 }

    /// The pages by the passages that they bear out, counted in bytes; without passages, the pages alone.
    func cite(into events: inout [ChatEvent]) {
        guard let metadata else { return }
        let pages = (metadata["groundingChunks"]?.elements.map { $0 } ?? []).map { $0["web"] ?? $0["retrievedContext"] ?? $0["maps"] }
        let supports = metadata["groundingSupports"]?.elements.map { $0 } ?? []
        guard !supports.isEmpty else {
            for page in pages { append(page, nil, to: &events) }
            return
        }
        for support in supports {
            let range = support["segment"].flatMap { Self.range($0["startIndex"], $0["endIndex"]) }
            for index in support["groundingChunkIndices"]?.elements.compactMap(\.int) ?? [] where pages.indices.contains(index) {
                append(pages[index], range, to: &events)
            }
        }
    }

    private func append(_ page: JSONValue?, _ range: Range<Int>?, to events: inout [ChatEvent]) {
        guard let page, let url = page["uri"]?.string else { return }
        events.append(.citation(Citation(url: url, title: page["title"]?.string, range: range)))
    }

    /// `citationMetadata`: AI Studio says `citationSources`, Vertex `citations`.
    static func cite(_ metadata: JSONValue, into events: inout [ChatEvent]) {
        for source in (metadata["citationSources"] ?? metadata["citations"])?.elements.map({ $0 }) ?? [] {
            let citation = Citation(
                url: source["uri"]?.string, title: source["title"]?.string, range: range(source["startIndex"], source["endIndex"]))
            events.append(.citation(citation))
        }
    }

    /// A start of 0 is left out.
    private static func range(_ start: JSONValue?, _ end: JSONValue?) -> Range<Int>? {
        let start = start?.int ?? 0
        guard start >= 0, let end = end?.int, end >= start else { return nil }
        return start..<end
    }

    /// Writes a citation as `citationMetadata` holds it.
    static func write(_ citations: [Citation], into writer: inout JSONWriter) {
        writer.object("citationMetadata") { writer in
            writer.array("citationSources") { writer in
                for citation in citations {
                    writer.object { writer in
                        if let range = citation.range {
                            writer.member("startIndex", range.lowerBound)
                            writer.member("endIndex", range.upperBound)
                        }
                        if let url = citation.url { writer.member("uri", url) }
                        if let title = citation.title { writer.member("title", title) }
                    }
                }
            }
        }
    }
}
