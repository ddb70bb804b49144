internal import JSONText
internal import Primitives

/// Arguments that a JSON schema would accept, made up from its required properties.
enum ExampleArguments {
    static func of(schema: JSONValue?) -> String {
        guard let properties = schema?["properties"], properties.kind == .object else { return "{}" }
        let required = schema?["required"]?.elements.compactMap(\.string) ?? []
        var members: [String] = []
        for (name, property) in properties.members where required.contains(name.text) {
            members.append("\(name.raw.text):\(example(property))")
        }
        return "{\(members.joined(separator: ","))}"
    }

    private static func example(_ property: JSONValue) -> String {
        if let choices = property["enum"], let first = choices.elements.first(where: { _ in true }) { return first.raw.text }
        return switch property["type"]?.string {
        case "string": "\"example\""
        case "number", "integer": "1"
        case "boolean": "true"
        case "array": "[]"
        case "object": "{}"
        default: "null"
        }
    }
}
