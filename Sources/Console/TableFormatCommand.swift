internal import Loop
internal import Options
internal import Primitives
internal import TOMLText

/// `shunt table fmt`: one form for all tables, so that differences between two are differences of meaning.
enum TableFormatCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt table fmt", "Brings tables into their canonical form", operands: "FILE…|-",
        options: [Option("check", nil, "change nothing, name the files that would change, and end with 1 if there are any")],
        sections: [
            HelpSection("Notes", .text(
                "Comments, order and numbers stay as they are; a file whose meaning would change is not written. It takes any TOML, so a configuration as well. - reads standard input and writes standard output."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let files = invocation.arguments.operands
        if files.isEmpty { throw invocation.usage("which file?", remedy: "name it, or write - for standard input") }
        let isCheck = invocation.arguments.has("check")
        var changed: [String] = []
        for file in files {
            let before = try await InputText.read(file, invocation)
            let after = try formatted(before, file)
            if file == "-", !isCheck {
                try await invocation.output.print(after.text)
            } else if before != after {
                changed.append(file)
                if !isCheck { try replace(file, after) }
            }
        }
        for file in changed { try await invocation.output.print("\(file)\n") }
        return isCheck && !changed.isEmpty ? .failed : .ok
    }

    private static func formatted(_ text: Bytes, _ file: String) throws(ConsoleError) -> Bytes {
        do { return try TOMLFormat.formatted(text, file: file) } catch { throw .local(error.description) }
    }

    private static func replace(_ file: String, _ contents: Bytes) throws(ConsoleError) {
        do { try FileWriter.replace(file, with: contents) } catch { throw .local("\(error)") }
    }
}
