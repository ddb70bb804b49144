internal import JSONText
internal import Primitives

/// Schemas of tools' arguments for APIs that want an object which says so, even for a tool without arguments.
enum ToolSchema {
    static func object(_ parameters: String?) -> String {
        let empty = #"{"type":"object","properties":{}}"#
        guard let parameters, let schema = try? JSONDocument.parse(parameters).root, !schema.isEmptyOrNull else { return empty }
        if schema["type"] != nil { return parameters }
        var edits = SourceEdits(of: schema)
        edits.insert(Bytes(#""type":"object""#.utf8), into: schema)
        return edits.applied().text
    }
}
