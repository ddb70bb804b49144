/// What the tools of agents do, by their names; all others are taken to look at things only.
enum LoggedTool {
    /// Of Claude Code, Codex CLI, and the agents that took their names over.
    private static let edits: Set<String> = [
        "edit", "multiedit", "write", "notebookedit", "apply_patch", "edit_file", "write_file", "create_file", "str_replace_editor",
        "str_replace_based_edit_tool", "replace",
    ]
    private static let runs: Set<String> = [
        "bash", "bashoutput", "powershell", "shell", "shell_command", "local_shell", "container.exec", "exec_command", "write_stdin", "unified_exec",
        "run_shell_command", "run_terminal_cmd",
    ]

    static func kind(of name: String) -> LoggedCall.Tools {
        let name = name.lowercased()
        if edits.contains(name) { return .edits }
        return runs.contains(name) ? .runs : .looks
    }
}
