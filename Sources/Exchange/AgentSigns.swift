internal import Conversation
internal import Dialects
internal import Primitives
internal import Routing

/// Finds out which of the table's agent rules a call fits. Nothing of the body is looked at unless the outcome depends on it.
enum AgentSigns {
    static func match(_ rules: AgentRules, _ intent: Intent, _ source: RequestSource, _ facts: RequestFacts) -> AgentMatch? {
        if rules.isEmpty { return nil }
        var signs = RequestSigns(fields: intent.fields)
        let model = intent.model ?? facts.model
        if rules.looksIntoBody(signs, model: model) { read(source, into: &signs) }
        return rules.match(signs, model: model)
    }

    private static func read(_ source: RequestSource, into signs: inout RequestSigns) {
        switch source {
        case .incoming(let request): signs.read(request.body)
        case .conversation(let request):
            signs.system = texts(request.system)
            signs.said = request.messages.filter { $0.role == .user }.flatMap { texts($0.parts) }
        }
    }

    private static func texts(_ parts: [ContentPart]) -> [ByteSlice] {
        parts.compactMap { if case .text(let text, _) = $0 { ByteSlice(text.string.utf8) } else { nil } }
    }
}
