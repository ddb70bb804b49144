internal import Conversation
internal import JSONText
internal import Primitives

/// Reads and writes where a passage comes from. Places in the text are counted in Unicode scalars.
enum ResponsesAnnotation {
    static func decode(_ annotation: JSONValue, into events: inout [ChatEvent]) {
        switch annotation["type"]?.string {
        case "url_citation":
            let range = range(annotation["start_index"]?.int, annotation["end_index"]?.int)
            events.append(.citation(Citation(url: annotation["url"]?.string, title: annotation["title"]?.string, range: range)))
        case "file_citation", "container_file_citation":
            let place = annotation["index"]?.int
            let range = range(annotation["start_index"]?.int ?? place, annotation["end_index"]?.int ?? place)
            events.append(.citation(Citation(title: annotation["filename"]?.string ?? annotation["file_id"]?.string, range: range)))
        default: events.append(.opaque(annotation.raw.text))
        }
    }

    private static func range(_ start: Int?, _ end: Int?) -> Range<Int>? {
        guard let start, let end, start >= 0, start <= end else { return nil }
        return start..<end
    }

    /// `passage` is where the citation stands, should it not say so itself.
    static func write(_ citation: Citation, passage: Range<Int>, into writer: inout JSONWriter) {
        let range = citation.range ?? passage
        writer.object { writer in
            guard let url = citation.url else {
                writer.member("type", "file_citation")
                writer.member("index", range.upperBound)
                writer.member("file_id", "")
                return writer.member("filename", citation.title ?? "")
            }
            writer.member("type", "url_citation")
            writer.member("start_index", range.lowerBound)
            writer.member("end_index", range.upperBound)
            writer.member("title", citation.title ?? "")
            writer.member("url", url)
        }
    }
}
