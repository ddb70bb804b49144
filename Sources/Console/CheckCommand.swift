internal import JSONText
internal import Loop
internal import Options
internal import Primitives
internal import Settings

/// `shunt check`: the daemon's own validator, without a daemon.
enum CheckCommand: ConsoleCommand {
    private static let configuration = "/etc/shunt/shunt.toml"

    static let grammar = Command(
        "shunt check", "Validates settings files as the daemon does", operands: "[FILE…]",
        sections: [
            HelpSection("Notes", .text(
                "Each FILE is a configuration or a table, told apart by what is in it; without one it is \(configuration). A configuration's table and the files of its .d folder are checked with it. Tables are checked against the providers of the configuration that is given beside them. Keys are not read. Every error is printed as FILE:LINE:COLUMN: MESSAGE."))
        ])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        let files = invocation.arguments.operands
        let check = SettingsCheck(files.isEmpty ? [configuration] : files)
        if invocation.wantsJSON {
            try await invocation.output.line(json(check)[...])
        } else {
            try await invocation.output.print(text(check))
        }
        return check.diagnostics.isEmpty ? .ok : .failed
    }

    private static func text(_ check: SettingsCheck) -> StyledText {
        var text = StyledText()
        for diagnostic in check.diagnostics { text.line(diagnostic.description) }
        for warning in check.warnings { text.line("\(warning) (a warning)", .yellow) }
        for entry in check.checked {
            if let content = entry.content { text.line("\(entry.file): \(entry.kind.rawValue): \(content)", .dim) }
        }
        return text
    }

    /// `{"valid","files":[{"file","kind","content"?}],"findings":[{"file","line"?,"column"?,"level","message","suggestion"?}]}`: lines and
    /// columns count from 1, columns in bytes; levels are those of SARIF.
    private static func json(_ check: SettingsCheck) -> Bytes {
        var writer = JSONWriter()
        writer.object {
            $0.member("valid", check.diagnostics.isEmpty)
            $0.array("files") { for entry in check.checked { write(entry, into: &$0) } }
            $0.array("findings") {
                for diagnostic in check.diagnostics { write(diagnostic, "error", into: &$0) }
                for diagnostic in check.warnings { write(diagnostic, "warning", into: &$0) }
            }
        }
        return writer.bytes
    }

    private static func write(_ entry: SettingsCheck.Checked, into writer: inout JSONWriter) {
        writer.object {
            $0.member("file", entry.file)
            $0.member("kind", entry.kind.rawValue)
            if let content = entry.content { $0.member("content", content) }
        }
    }

    private static func write(_ diagnostic: Diagnostic, _ level: String, into writer: inout JSONWriter) {
        writer.object {
            $0.member("file", diagnostic.file)
            if let position = diagnostic.position {
                $0.member("line", position.line)
                $0.member("column", position.column)
            }
            $0.member("level", level)
            $0.member("message", diagnostic.message)
            if let suggestion = diagnostic.suggestion { $0.member("suggestion", suggestion) }
        }
    }
}
