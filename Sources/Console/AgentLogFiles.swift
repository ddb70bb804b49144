internal import Loop
internal import Primitives
internal import Simulation

/// Where agents' logs are.
@LoopActor
enum AgentLogFiles {
    /// The files that operands mean: a folder's are those within it whose names end with `.jsonl`. Without operands, all that agents have where
    /// they keep them.
    static func places(_ operands: [String], _ form: AgentLogForm?, _ surroundings: Surroundings) throws(ConsoleError) -> [String] {
        var files: [String] = []
        for operand in operands.isEmpty ? standard(form, surroundings) : operands {
            let known = files.count
            if operand != "-", let names = try? FileReader.names(inFolder: operand) {
                try add(names, in: operand, depth: 1, to: &files)
                if files.count == known, !operands.isEmpty { throw .local("\(operand): no file in it ends with .jsonl") }
            } else if !operands.isEmpty {
                files.append(operand)
            }
        }
        return files
    }

    private static func add(_ names: [String], in folder: String, depth: Int, to files: inout [String]) throws(ConsoleError) {
        for name in names {
            let path = "\(folder)/\(name)"
            if name.hasSuffix(".jsonl") {
                files.append(path)
                guard files.count <= Limits.agentLogFiles else { throw .local("\(folder): there are more than \(Limits.agentLogFiles) files; name fewer") }
            } else if depth < Limits.agentLogDepth, let inner = try? FileReader.names(inFolder: path) {
                try add(inner, in: path, depth: depth + 1, to: &files)
            }
        }
    }

    private static func standard(_ form: AgentLogForm?, _ surroundings: Surroundings) -> [String] {
        func home(_ variable: String, _ folder: String) -> String? { surroundings.environment(variable) ?? surroundings.environment("HOME").map { "\($0)/\(folder)" } }
        var folders: [String] = []
        if form ?? .claudeCode == .claudeCode, let home = home("CLAUDE_CONFIG_DIR", ".claude") { folders.append("\(home)/projects") }
        if form ?? .codex == .codex, let home = home("CODEX_HOME", ".codex") { folders.append("\(home)/sessions") }
        return folders
    }
}
