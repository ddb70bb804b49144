internal import Conversation
internal import JSONText

/// Writes where a passage comes from (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Citation.html).
enum ConverseCitation {
    static func write(_ citation: Citation, into writer: inout JSONWriter) {
        writer.object("citation") { writeMembers(citation, into: &$0) }
    }

    static func writeMembers(_ citation: Citation, into writer: inout JSONWriter) {
        if let title = citation.title { writer.member("title", title) }
        if let url = citation.url { writer.object("location") { $0.object("web") { $0.member("url", url) } } }
        guard let quote = citation.quote else { return }
        writer.array("sourceContent") { $0.object { $0.member("text", quote) } }
    }
}
