internal import Primitives
internal import Routing

/// What an entry of `[[agents]]` may hold.
enum AgentSchema {
    static let rules = Shapes.list(of: rule.shape, atMost: Limits.agentRules)

    private static let rule = Section<AgentDraft>(AgentDraft(), noting: { $0.written.insert($1) }) { section in
        section.key("name", "the agent's name, for the audit", Shapes.name("agent"), required: true) { $0.name = $1 }
        section.key("header", "header fields and what their values may be", fields) { $0.header = $1.value }
        section.key("client", "the program that the user agent names", patterns) { $0.client = $1.value }
        section.key("model", "the model that the caller asks for", patterns) { $0.model = $1.value }
        section.key("tools", "tools that are all offered", tools) { $0.tools = $1.value }
        section.key("without_tools", "tools of which none is offered", tools) { $0.withoutTools = $1.value }
        section.key("system", "text in the system prompt", markers) { $0.system = $1.value }
        section.key("marker", "text in the system prompt or in what the caller's side said", markers) { $0.marker = $1.value }
        section.key("until", "text that makes a marker before it void", markers) { $0.until = $1 }
        section.key("mode", "the mode that the request is in", Shapes.name("mode")) { $0.mode = $1 }
    }

    private static let fields = Shapes.map(keys: .plain, atMost: Limits.agentFields, to: patterns)

    private static func several<Element>(_ element: Shape<Element>) -> Shape<[Placed<Element>]> {
        Shapes.oneOrMore(element, atMost: Limits.agentPatterns).then { list, node, findings in
            if case .array(let nodes) = node.content, nodes.isEmpty {
                findings.report("\(findings.subject) is an empty list", at: node.place, suggestion: "leave it out")
                return nil
            }
            return list
        }
    }

    private static let patterns = several(Shapes.text("pattern", atMost: Limits.agentPatternBytes))

    private static let tools = several(Shapes.name("tool", .model))

    private static let markers = several(marker)

    /// A marker is looked for in the request's JSON as it stands, so it can hold nothing that may be escaped there.
    private static let marker = Shapes.text("marker", atMost: Limits.agentPatternBytes).then { text, node, findings -> String? in
        if let odd = text.unicodeScalars.first(where: { !$0.isASCII || escaped.unicodeScalars.contains($0) }) {
            findings.report(
                "\(findings.subject) holds \"\(odd)\" (\(NameRule.code(of: odd))), which JSON may write in more ways than one", at: node.place,
                suggestion: "take a part of the text without it")
            return nil
        }
        guard text.utf8.count >= Limits.agentMarkerBytes else {
            findings.report(
                "\(findings.subject) is too short to tell anything: \"\(text)\"", at: node.place,
                suggestion: "write at least \(Limits.agentMarkerBytes) characters")
            return nil
        }
        return text
    }.matching(#"^[ !#-%(-.0-;?-\[\]-~]+$"#, atLeast: Limits.agentMarkerBytes)

    /// Some writers of JSON escape more than they must: `/` in PHP, `<`, `>` and `&` in Go, those and `=` and `'` in Java.
    private static let escaped = #""\/<>&='"#
}
