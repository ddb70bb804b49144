internal import JSONText
internal import Primitives

/// Values that a JSON schema would accept, made up from its required properties.
enum ExampleArguments {
    static func of(schema: JSONValue?) -> String {
        guard let properties = schema?["properties"], properties.kind == .object else { return "{}" }
        let required = schema?["required"].items.compactMap(\.string) ?? []
        var members: [String] = []
        for (name, property) in properties.members where required.contains(name.text) {
            members.append("\(name.raw.text):\(example(property))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// Google spells its types in capitals.
    private static func example(_ property: JSONValue) -> String {
        if let first = property["enum"].items.first { return first.raw.text }
        return switch property["type"]?.string?.lowercased() {
        case "string": "\"example\""
        case "number", "integer": "1"
        case "boolean": "true"
        case "array": "[]"
        case "object": of(schema: property)
        default: "null"
        }
    }
}
