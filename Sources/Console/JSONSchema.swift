internal import JSONText
internal import Primitives
internal import Settings

/// A settings file's schema in the words of JSON Schema, draft 7, which editors and validators know: https://json-schema.org/draft-07
enum JSONSchema {
    static func text(of kind: SettingsFileKind) -> Bytes {
        var writer = JSONWriter()
        writer.object {
            $0.member("$schema", "http://json-schema.org/draft-07/schema#")
            $0.member("title", kind == .table ? "A table of shunt" : "The configuration of shunt: shunt.toml")
            write(kind.schema, into: &$0)
        }
        return JSONLayout.indented(writer.bytes)
    }

    /// The members of the object that says `schema`.
    private static func write(_ schema: Schema, into writer: inout JSONWriter) {
        switch schema {
        case .text(_, let form):
            writer.member("type", "string")
            write(form, into: &writer)
        case .integer(let range):
            writer.member("type", "integer")
            writer.member("minimum", range.lowerBound)
            // The largest number of all is no bound, and readers of JSON would round it.
            if range.upperBound != .max { writer.member("maximum", range.upperBound) }
        case .number(let most):
            writer.member("type", "number")
            writer.member("minimum", 0)
            if let most { writer.member("maximum", most) }
        case .boolean: writer.member("type", "boolean")
        case .choice(let words): writer.array("enum") { for word in words { $0.value(word) } }
        case .list(let element, let most):
            writer.member("type", "array")
            if let most { writer.member("maxItems", most) }
            writer.object("items") { write(element, into: &$0) }
        case .map(let element, let keys, let most): writeMap(element, keys, most, into: &writer)
        case .section(let keys): write(keys, into: &writer)
        case .either(let schemas):
            writer.array("anyOf") { for schema in schemas { $0.object { write(schema, into: &$0) } } }
        }
    }

    private static func write(_ form: Schema.Form, into writer: inout JSONWriter) {
        writer.member("minLength", form.atLeast)
        if let most = form.atMost { writer.member("maxLength", most) }
        if let pattern = form.pattern { writer.member("pattern", pattern) }
    }

    private static func writeMap(_ element: Schema, _ keys: Schema.Form, _ most: Int?, into writer: inout JSONWriter) {
        writer.member("type", "object")
        if let most { writer.member("maxProperties", most) }
        writer.object("propertyNames") { write(keys, into: &$0) }
        writer.object("additionalProperties") { write(element, into: &$0) }
    }

    private static func write(_ keys: [Schema.Key], into writer: inout JSONWriter) {
        writer.member("type", "object")
        let required = keys.filter(\.required)
        if !required.isEmpty { writer.array("required") { for key in required { $0.value(key.name) } } }
        writer.object("properties") {
            for key in keys {
                $0.key(key.name)
                $0.object {
                    if !key.summary.isEmpty { $0.member("description", key.summary) }
                    write(key.value, into: &$0)
                }
            }
        }
        writer.member("additionalProperties", false)
    }
}
