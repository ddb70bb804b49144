internal import JSONText
internal import Primitives

/// Turns the schemas of Google's own form into plain JSON schemas (https://ai.google.dev/api/caching#Schema): types in capitals or by
/// number, `nullable`, counts as text, names in either case. What is plain already passes unchanged.
enum GeminiSchema {
    static func plain(_ schema: JSONValue) -> String {
        var writer = JSONWriter()
        write(schema, into: &writer)
        return writer.bytes.text
    }

    /// Recursion ends with the document's depth, which is bounded.
    private static func write(_ schema: JSONValue, into writer: inout JSONWriter) {
        guard schema.kind == .object else { return writer.value(schema) }
        let isNullable = schema["nullable"]?.bool == true
        writer.beginObject()
        for (key, value) in schema.members where !value.isNull { write(key, value, isNullable: isNullable, into: &writer) }
        // A type of its own could not say it; a choice can.
        if isNullable, schema["type"] == nil, schema.either("anyOf", "any_of") == nil, schema["enum"] == nil {
            writer.array("type") { writer in
                for type in ["string", "number", "boolean", "array", "object", "null"] { writer.value(type) }
            }
        }
        writer.endObject()
    }

    private static func write(_ key: JSONKey, _ value: JSONValue, isNullable: Bool, into writer: inout JSONWriter) {
        switch key {
        case "nullable", "propertyOrdering", "property_ordering", "example": break
        case "type": writeType(value, isNullable, into: &writer)
        case "format": if !value.isString("enum") { writer.member("format", value) }
        case "enum":
            writer.array("enum") { writer in
                for choice in value.elements { writer.value(choice) }
                if isNullable, !value.elements.contains(where: \.isNull) { writer.null() }
            }
        case "anyOf", "any_of":
            writer.key("anyOf")
            writer.array { writer in
                for choice in value.elements { write(choice, into: &writer) }
                if isNullable { writer.object { $0.member("type", "null") } }
            }
        case "items":
            writer.key("items")
            write(value, into: &writer)
        case "properties": writeMap("properties", value, into: &writer)
        case "defs", "$defs": writeMap("$defs", value, into: &writer)
        case "ref": writer.member("$ref", value)
        case "additionalProperties", "additional_properties":
            writer.key("additionalProperties")
            write(value, into: &writer)
        case "minItems", "min_items": writeCount("minItems", value, into: &writer)
        case "maxItems", "max_items": writeCount("maxItems", value, into: &writer)
        case "minLength", "min_length": writeCount("minLength", value, into: &writer)
        case "maxLength", "max_length": writeCount("maxLength", value, into: &writer)
        case "minProperties", "min_properties": writeCount("minProperties", value, into: &writer)
        case "maxProperties", "max_properties": writeCount("maxProperties", value, into: &writer)
        default:
            writer.key(key.text)
            writer.value(value)
        }
    }

    private static func writeType(_ value: JSONValue, _ isNullable: Bool, into writer: inout JSONWriter) {
        guard let type = GeminiWord.read(value, GeminiWord.schemaTypes)?.lowercased() else { return writer.member("type", value) }
        if type == "type_unspecified" { return }
        guard isNullable else { return writer.member("type", type) }
        writer.array("type") { writer in
            writer.value(type)
            writer.value("null")
        }
    }

    private static func writeMap(_ name: StaticString, _ value: JSONValue, into writer: inout JSONWriter) {
        writer.key(name)
        guard value.kind == .object else { return writer.value(value) }
        writer.object { writer in
            for (key, schema) in value.members {
                writer.key(key.text)
                write(schema, into: &writer)
            }
        }
    }

    /// Google writes 64-bit counts as text.
    private static func writeCount(_ name: StaticString, _ value: JSONValue, into writer: inout JSONWriter) {
        if let count = value.string.flatMap(Int.init) { writer.member(name, count) } else { writer.member(name, value) }
    }
}
