internal import Conversation
internal import JSONText
internal import Primitives

/// Decodes the tools of a Responses request.
///
/// A custom tool takes free text. Told elsewhere it is a function with the one argument `input`; its grammar, which no other API
/// enforces, is told in its description.
enum ResponsesTools {
    private static let inputSchema = #"{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}"#

    /// `unsaid` gets the paths of tools and members that no other API knows.
    static func read(_ value: JSONValue, _ unsaid: inout [String]) throws(DialectError) -> [Tool] {
        guard let tools = try Field.array(value, "tools") else { return [] }
        var read: [Tool] = []
        for (index, tool) in tools.elements.enumerated() {
            let path = "tools[\(index)]"
            guard tool.kind == .object else { throw .wrongType(path, "an object") }
            switch try Field.required(tool["type"], "\(path).type") {
            case "function": read.append(try function(tool, path))
            case "custom": read.append(try custom(tool, path, &unsaid))
            default: unsaid.append(path)
            }
        }
        return read
    }

    private static func function(_ tool: JSONValue, _ path: String) throws(DialectError) -> Tool {
        Tool(
            name: try Field.required(tool["name"], "\(path).name"),
            description: try Field.string(tool["description"], "\(path).description"),
            parameters: try Field.object(tool["parameters"], "\(path).parameters")?.raw.text,
            strict: try Field.bool(tool["strict"], "\(path).strict"))
    }

    private static func custom(_ tool: JSONValue, _ path: String, _ unsaid: inout [String]) throws(DialectError) -> Tool {
        var description = try Field.string(tool["description"], "\(path).description") ?? ""
        let format = try Field.object(tool["format"], "\(path).format")
        if let definition = try Field.string(format?["definition"], "\(path).format.definition") {
            let syntax = try Field.string(format?["syntax"], "\(path).format.syntax") ?? ""
            description += "\n\nThe input must match this \(syntax) grammar:\n\(definition)"
            unsaid.append("\(path).format")
        }
        return Tool(name: try Field.required(tool["name"], "\(path).name"), description: description, parameters: inputSchema)
    }

    /// The names of the custom tools.
    static func customNames(_ body: JSONValue) -> Set<String> {
        guard let tools = body["tools"] else { return [] }
        return Set(tools.elements.compactMap { $0["type"]?.isString("custom") == true ? $0["name"]?.string : nil })
    }

    /// A custom tool's input as the arguments of the function that stands for it.
    static func wrapped(input: String) -> String {
        var writer = JSONWriter()
        writer.object { $0.member("input", input) }
        return writer.bytes.text
    }

    /// The input of a custom tool in such arguments; all of them where the model wrote something else.
    static func unwrapped(arguments: String) -> String {
        guard let input = try? JSONDocument.parse(arguments).root["input"]?.string else { return arguments }
        return input
    }
}
