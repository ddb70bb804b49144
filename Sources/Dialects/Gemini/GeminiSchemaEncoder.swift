internal import JSONText
internal import Primitives

/// Writes a JSON schema so that Gemini takes it (https://ai.google.dev/api/generate-content#FIELDS.response_json_schema): keywords
/// that it refuses are left out or said otherwise, references stay.
enum GeminiSchemaEncoder {
    /// Nil where the text is no JSON object, or an empty one.
    static func encode(_ schema: String) -> Bytes? {
        guard let root = try? JSONDocument.parse(schema).root, root.kind == .object, !root.isEmptyOrNull else { return nil }
        var writer = JSONWriter()
        write(root, into: &writer)
        return writer.bytes
    }

    /// Whether the schema refers to itself, which can be written out for no depth.
    static func isCyclic(_ schema: String) -> Bool {
        guard let root = try? JSONDocument.parse(schema).root else { return false }
        return SchemaReferences(of: root).isCyclic
    }

    /// Recursion ends with the document's depth, which is bounded.
    private static func write(_ schema: JSONValue, into writer: inout JSONWriter) {
        guard schema.kind == .object else { return writer.value(schema) }
        let isString = schema["type"]?.isString("string") == true
        // Beside a reference nothing may be said, beside a choice of one everything.
        let isWrapped = schema["$ref"] != nil && schema.members.contains { !$0.key.text.hasPrefix("$") }
        writer.beginObject()
        for (key, value) in schema.members {
            switch key {
            case "$schema", "discriminator", "examples", "exclusiveMinimum", "exclusiveMaximum": break
            case "$ref" where isWrapped: writer.array("anyOf") { $0.object { $0.member("$ref", value) } }
            case "const": writer.array("enum") { $0.value(value) }
            case "format" where isString && !isKnown(format: value): break
            case "allOf" where value.count == 1 && schema["anyOf"] == nil: writeList("anyOf", value, into: &writer)
            case "properties", "$defs", "definitions", "patternProperties": writeMap(key, value, into: &writer)
            case "anyOf", "oneOf", "allOf", "prefixItems":
                writer.key(key.text)
                writer.array { writer in for choice in value.elements { write(choice, into: &writer) } }
            case "items", "additionalProperties", "not":
                writer.key(key.text)
                write(value, into: &writer)
            default:
                writer.key(key.text)
                writer.value(value)
            }
        }
        writer.endObject()
    }

    private static func isKnown(format: JSONValue) -> Bool {
        format.isString("date-time") || format.isString("date") || format.isString("time")
    }

    private static func writeList(_ name: StaticString, _ value: JSONValue, into writer: inout JSONWriter) {
        writer.array(name) { writer in for choice in value.elements { write(choice, into: &writer) } }
    }

    private static func writeMap(_ key: JSONKey, _ value: JSONValue, into writer: inout JSONWriter) {
        writer.key(key.text)
        guard value.kind == .object else { return writer.value(value) }
        writer.object { writer in
            for (name, schema) in value.members {
                writer.key(name.text)
                write(schema, into: &writer)
            }
        }
    }
}
