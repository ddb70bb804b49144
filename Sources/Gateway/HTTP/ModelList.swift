internal import Conversation
internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing

/// Everything that may stand in `model`, profiles first, as each API lists its models.
@LoopActor
struct ModelList {
    /// One line of the list.
    struct Entry {
        let id: String
        let owner: String
        /// What is known of a model; nil of profiles and tiers.
        var model: Model?
    }

    private let entries: [Entry]

    init(_ table: Table) {
        var entries = table.profiles.map { Entry(id: "shunt/\($0.name)", owner: "shunt") }
        for tier in table.tiers where !tier.candidates.isEmpty { entries.append(Entry(id: "tier/\(tier.name)", owner: "shunt")) }
        for model in table.models { entries.append(Entry(id: model.id.text, owner: model.provider.name.text, model: model)) }
        self.entries = entries
    }

    /// The list; `query` may ask for a page of it.
    func send(_ query: HTTPQuery, _ reply: HTTPReply) {
        reply.send { writer in
            switch reply.dialect {
            case .anthropicMessages: AnthropicModelPage(entries, query).write(into: &writer)
            case .gemini: writer.array("models") { for entry in entries { GeminiModelEntry.write(entry, into: &$0) } }
            // Bedrock lists models at another of its services; whoever asks here reads OpenAI's list.
            case .openAIChat, .openAIResponses, .bedrockConverse:
                writer.member("object", "list")
                writer.array("data") { for entry in entries { OpenAIModelEntry.write(entry, into: &$0) } }
            }
        }
    }

    /// The entry of that name.
    func send(_ id: String, _ reply: HTTPReply) {
        guard let entry = entries.first(where: { $0.id == id }) else {
            return reply.fail(CallFailure(.unknownModel, "there is no such model; the list of models has all that there are", parameter: "model"))
        }
        reply.send { writer in
            switch reply.dialect {
            case .anthropicMessages: AnthropicModelPage.write(entry, into: &writer)
            case .gemini: GeminiModelEntry.members(entry, into: &writer)
            case .openAIChat, .openAIResponses, .bedrockConverse: OpenAIModelEntry.members(entry, into: &writer)
            }
        }
    }
}

/// A model as OpenAI's API lists it (https://platform.openai.com/docs/api-reference/models).
enum OpenAIModelEntry {
    static func write(_ entry: ModelList.Entry, into writer: inout JSONWriter) {
        writer.object { members(entry, into: &$0) }
    }

    static func members(_ entry: ModelList.Entry, into writer: inout JSONWriter) {
        writer.member("id", entry.id)
        writer.member("object", "model")
        writer.member("created", 0)
        writer.member("owned_by", entry.owner)
    }
}
