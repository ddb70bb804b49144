internal import Loop
internal import Options
internal import Primitives
internal import Settings

/// `shunt schema`: what settings may hold, for editors and validators.
enum SchemaCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt schema", "Prints the JSON Schema of a table or a configuration", operands: "table|configuration",
        sections: [
            HelpSection("Notes", .text(
                "It is made from what the daemon reads by, and takes whatever \"shunt check\" takes. The check is stricter: it also knows which names exist. An editor with a TOML language server takes the schema from a first line \"#:schema PATH\"."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let operands = invocation.arguments.operands
        guard operands.count == 1, let kind = SettingsFileKind(rawValue: operands[0]) else {
            throw invocation.usage("the schema of what?", remedy: "write table or configuration")
        }
        try await invocation.output.print(JSONSchema.text(of: kind).text)
        return .ok
    }
}
