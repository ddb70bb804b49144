package import Conversation
package import Primitives

/// The table's agent rules, in order: the first that a request fits says who sent it and in which mode.
package struct AgentRules: Sendable {
    package let rules: [AgentRule]
    /// The header fields that any rule looks at, in lower case, each once.
    package let fieldNames: [String]

    package init(_ rules: [AgentRule] = []) {
        self.rules = rules
        fieldNames = Set(rules.flatMap(\.fieldNames)).sorted()
    }

    package var isEmpty: Bool { rules.isEmpty }

    /// Whether the outcome depends on the body: some rule looks into it, and nothing outside of it speaks against that rule.
    package func looksIntoBody(_ signs: RequestSigns, model: String?) -> Bool {
        rules.contains { $0.looksIntoBody && $0.fitsOutside(signs, model) }
    }

    /// The first rule that the request fits; nil where none does.
    package func match(_ signs: RequestSigns, model: String?) -> AgentMatch? {
        var search = MarkerSearch(signs)
        for (index, rule) in rules.enumerated() where rule.fitsOutside(signs, model) && rule.fitsInside(signs, &search) {
            return AgentMatch(agent: rule.agent, rule: index + 1, mode: rule.mode)
        }
        return nil
    }
}

/// What a table's agent rules say of a request.
package struct AgentMatch: Sendable, Equatable {
    package let agent: AgentName
    /// Which rule says so; the first is 1.
    package let rule: Int
    /// Nil where the rule names the agent alone.
    package let mode: ModeName?

    package init(agent: AgentName, rule: Int, mode: ModeName?) {
        self.agent = agent
        self.rule = rule
        self.mode = mode
    }
}

extension AgentRule {
    fileprivate func fitsOutside(_ signs: RequestSigns, _ model: String?) -> Bool {
        for field in fields {
            guard let value = signs.fields[field.name], Self.fits(field.values, value[...]) else { return false }
        }
        if let clients {
            guard let client = signs.client, Self.fits(clients, client) else { return false }
        }
        guard let models else { return true }
        return Self.fits(models, (model ?? "")[...])
    }

    fileprivate func fitsInside(_ signs: RequestSigns, _ search: inout MarkerSearch) -> Bool {
        for tool in tools where !signs.tools.contains(where: { $0.elementsEqual(tool) }) { return false }
        for tool in withoutTools where signs.tools.contains(where: { $0.elementsEqual(tool) }) { return false }
        if !system.isEmpty, !search.isInSystem(system) { return false }
        return markers.isEmpty || search.holds(markers, until: until)
    }

    private static func fits(_ globs: [Glob], _ value: Substring) -> Bool {
        let value = String(Substring(value.utf8.prefix(Limits.agentValueBytes)))
        return globs.contains { $0.matches(value) }
    }
}
