internal import JSONText
internal import Routing

/// A page of models as Anthropic's API lists them (https://docs.anthropic.com/en/api/models-list).
///
/// Without `limit` everything is one page; `after_id` and `before_id` are names that an earlier page gave.
struct AnthropicModelPage {
    private let shown: ArraySlice<ModelList.Entry>
    private let hasMore: Bool

    init(_ all: [ModelList.Entry], _ query: HTTPQuery) {
        var rest = all[...]
        if let cursor = query["after_id"], let place = all.firstIndex(where: { $0.id == cursor }) { rest = rest[(place + 1)...] }
        let before = query["before_id"].flatMap { cursor in rest.firstIndex { $0.id == cursor } }
        if let before { rest = rest[..<before] }
        let limit = max(1, query["limit"].flatMap { Int($0) } ?? rest.count)
        hasMore = rest.count > limit
        shown = before == nil ? rest.prefix(limit) : rest.suffix(limit)
    }

    func write(into writer: inout JSONWriter) {
        writer.array("data") { for entry in shown { $0.object { Self.write(entry, into: &$0) } } }
        writer.member("has_more", hasMore)
        Self.cursor("first_id", shown.first, into: &writer)
        Self.cursor("last_id", shown.last, into: &writer)
    }

    static func write(_ entry: ModelList.Entry, into writer: inout JSONWriter) {
        writer.member("type", "model")
        writer.member("id", entry.id)
        writer.member("display_name", entry.id)
        // When a model was released is not known here; SDKs want a date.
        writer.member("created_at", "1970-01-01T00:00:00Z")
        if let context = entry.model?.context { writer.member("max_input_tokens", context) }
        if let limit = entry.model?.maxOutput { writer.member("max_tokens", limit) }
    }

    private static func cursor(_ name: StaticString, _ entry: ModelList.Entry?, into writer: inout JSONWriter) {
        writer.key(name)
        if let entry { writer.value(entry.id) } else { writer.null() }
    }
}
