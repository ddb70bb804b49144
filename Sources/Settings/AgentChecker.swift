internal import Primitives
internal import Routing

/// Checks agent rules against the table's modes and against one another.
struct AgentChecker {
    /// Modes and aliases.
    let modes: Set<ModeName>

    func check(_ drafts: [Placed<AgentDraft>], _ findings: inout Findings) -> [AgentRule] {
        var rules: [(rule: AgentRule, place: Place)] = []
        for draft in drafts {
            let rule = rule(draft.value, &findings)
            guard draft.value.isWhole else { continue }
            if let earlier = rules.first(where: { $0.rule.covers(rule) }) {
                findings.report(
                    "this [[agents]] entry never counts: what it means is meant by the one at \(earlier.place)", at: draft.place,
                    suggestion: "move it before that one, or give it another condition")
            }
            rules.append((rule, draft.place))
        }
        return rules.map(\.rule)
    }

    private func rule(_ draft: AgentDraft, _ findings: inout Findings) -> AgentRule {
        var rule = AgentRule(agent: AgentName(draft.name?.value ?? ""))
        rule.fields = fields(draft.header, &findings)
        rule.clients = draft.client?.map { Glob($0.value) }
        rule.models = draft.model?.map { Glob($0.value) }
        rule.tools = bytes(draft.tools)
        rule.withoutTools = bytes(draft.withoutTools)
        rule.system = bytes(draft.system)
        rule.markers = bytes(draft.marker)
        rule.until = bytes(draft.until?.value ?? [])
        rule.mode = draft.mode.map { ModeName(folding: $0.value) }
        checkMode(draft.mode, &findings)
        for tool in draft.withoutTools where draft.tools.contains(where: { $0.value == tool.value }) {
            findings.report("the tool \"\(tool.value)\" cannot be both offered and not offered", at: tool.place, suggestion: "drop one of the two")
        }
        if let until = draft.until, draft.marker.isEmpty {
            findings.report("until has no marker to make void", at: until.place, suggestion: "add marker = \"…\", or leave it out")
        }
        return rule
    }

    private func bytes(_ texts: [Placed<String>]) -> [Bytes] { texts.map { Bytes($0.value.utf8) } }

    private func checkMode(_ mode: Placed<String>?, _ findings: inout Findings) {
        guard let mode, !modes.contains(ModeName(folding: mode.value)) else { return }
        let nearest = Spelling.nearest(to: ModeName(folding: mode.value).text, among: modes.map(\.text))
        findings.report(
            "there is no mode \"\(Findings.shown(mode.value))\" for an agent to be in", at: mode.place,
            suggestion: nearest.map { "did you mean \"\($0)\"?" } ?? "add it to [modes]; there are \(TableChecker.listed(modes.map(\.text)))")
    }

    private func fields(_ entries: [MapEntry<[Placed<String>]>], _ findings: inout Findings) -> [AgentRule.Field] {
        var fields: [AgentRule.Field] = []
        for entry in entries {
            let name = entry.key.value.lowercased()
            if let word = Self.secretWords.first(where: name.contains) {
                findings.report(
                    "an agent rule cannot look at the header \"\(name)\": what has \"\(word)\" in its name may hold a key", at: entry.key.place,
                    suggestion: "agents tell who they are in \"user-agent\"")
            }
            if fields.contains(where: { $0.name == name }) {
                findings.report("the header \"\(name)\" is there twice: case makes no difference", at: entry.key.place)
            }
            fields.append(AgentRule.Field(name: name, values: entry.value.value.map { Glob($0.value) }))
        }
        return fields
    }

    /// A table may come from elsewhere, and must not find out keys by asking what they begin with.
    private static let secretWords = ["auth", "key", "token", "secret", "cookie", "password", "credential", "signature"]
}

extension AgentDraft {
    /// Whether every condition that is written was read: where one was not, the rule means more than its author does.
    fileprivate var isWhole: Bool {
        let read = [
            "header": !header.isEmpty, "client": client != nil, "model": model != nil, "tools": !tools.isEmpty,
            "without_tools": !withoutTools.isEmpty, "system": !system.isEmpty, "marker": !marker.isEmpty, "until": until != nil,
        ]
        return written.allSatisfy { read[$0] ?? true }
    }
}

extension AgentRule {
    /// Whether all its conditions are among those of `other`, so that `other`, which comes after it, is never reached.
    fileprivate func covers(_ other: AgentRule) -> Bool {
        fields.allSatisfy(other.fields.contains) && (clients == nil || clients == other.clients) && (models == nil || models == other.models)
            && Set(tools).isSubset(of: other.tools) && Set(withoutTools).isSubset(of: other.withoutTools)
            && (system.isEmpty || system == other.system) && (markers.isEmpty || markers == other.markers && until == other.until)
    }
}
