package import Conversation
package import HTTPWire
package import Primitives

/// What a request to a provider is made from.
package enum RequestSource: Sendable {
    case incoming(IncomingRequest)
    case conversation(ChatRequest)
}

/// A request as its provider gets it, but for the key.
package struct OutgoingBody: Sendable, Equatable {
    /// Relative to the provider's base URL.
    package var path: String
    package var fields: HeaderFields
    package var body: Bytes
    /// What the caller said and this provider cannot be told, by its name in the caller's request.
    package var dropped: [String] = []
    /// The stream's usage is sent because shunt asked for it: a chunk that holds nothing else is not the caller's to see.
    package var addedUsage = false
}

/// Writes requests in a provider's dialect.
package enum ProviderRequest {
    /// A caller who speaks the provider's dialect is passed on byte for byte, but for what `plan` changes; others are translated.
    package static func encode(_ source: RequestSource, as plan: RequestPlan, for dialect: Dialect) throws(DialectError) -> OutgoingBody {
        switch source {
        case .incoming(let incoming) where incoming.facts.asksForEmbeddings: EmbeddingsSplice.apply(plan, to: incoming.body)
        case .incoming(let incoming) where incoming.dialect == dialect && plan.beginning == nil && (!plan.withoutThoughts || dialect.api.stripsThoughts):
            dialect.api.splice(incoming.body, as: plan)
        case .incoming(let incoming): try dialect.api.request(said(try incoming.conversation(), plan), as: plan)
        case .conversation(let conversation): try dialect.api.request(said(conversation, plan), as: plan)
        }
    }

    private static func said(_ conversation: ChatRequest, _ plan: RequestPlan) -> ChatRequest {
        let conversation = plan.withoutThoughts ? conversation.withoutThoughts : conversation
        return plan.beginning.map { conversation.continued(after: $0) } ?? conversation
    }

    /// The field that carries the key.
    package static func authorization(_ key: String, dialect: Dialect, platform: Platform = .direct) -> HeaderFields.Field {
        switch platform {
        case .direct: dialect.api.authorization(key)
        case .aws, .vertex: HeaderFields.Field(name: "authorization", value: "Bearer \(key)")
        case .azure: HeaderFields.Field(name: "api-key", value: key)
        }
    }
}
