package import Conversation
package import Dialects
package import HTTPWire
package import Primitives
package import Routing
package import Settings

/// One request as it goes from a door to the services: immutable, with the snapshot that holds for all of it.
package final class ChatCall: Sendable {
    package let id: RequestID
    /// Nil over TCP.
    package let caller: Caller?
    /// While a table is rolled out: the half of the snapshot that serves the session.
    package let snapshot: Snapshot
    package let source: RequestSource
    package let facts: RequestFacts
    package let intent: Intent
    package let received: Instant
    /// The conversation that the call belongs to, the unit of prompt-cache affinity.
    package let session: SessionID
    /// Which of the session's conversations it is.
    package let conversation: ConversationMark
    /// What the configuration's rules make of the caller.
    package let access: CallerAccess
    /// Who sent it, by the snapshot's agent rules.
    package let agent: AgentMatch?

    package init(
        id: RequestID = .random(), caller: Caller?, snapshot: Snapshot, source: RequestSource, facts: RequestFacts, intent: Intent,
        received: Instant
    ) {
        self.id = id
        self.caller = caller
        self.source = source
        var facts = facts
        if intent.strict { facts.strict = true }
        self.facts = facts
        self.intent = intent
        self.received = received
        session = SessionIdentity.of(intent, facts)
        let snapshot = snapshot.serving(session)
        self.snapshot = snapshot
        access = snapshot.access(for: caller?.identity ?? .stranger)
        conversation = ConversationMark(facts.fingerprint)
        agent = AgentSigns.match(snapshot.table.agents, intent, source, facts)
    }
}

/// What the caller asks of shunt rather than of a model: from headers, `params` and the body.
package struct Intent: Sendable {
    package var model: String?
    /// The mode as it was said outside of the body.
    package var mode: ModeClaim?
    package var session: String?
    package var timeout: Duration?
    /// The caller can take an answer that is begun anew after it broke off.
    package var allowsRestart = false
    package var keys = CallerSecrets()
    package var tags: [Tag] = []
    /// The caller would rather have an error than lose anything that the provider cannot be told.
    package var strict = false
    /// Header fields for the provider, if it speaks the caller's dialect.
    package var passed: HeaderFields = [:]
    /// The program that calls, as it names itself.
    package var client: String?
    /// The first values of the header fields that the table's agent rules look at, by their names in lower case.
    package var fields: [String: String] = [:]

    package init() {}
}

/// A name and a value by which the caller wants to find the request in the audit.
package struct Tag: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// Keys that came with the request (BYOK).
package struct CallerSecrets: Sendable {
    /// For one provider alone, and only one that is set up to be called with the caller's key: see ``Routing/CallerKeys``.
    package var bare: Secret?
    package var named: [ProviderName: Secret] = [:]

    package init() {}

    /// What routing may know of them.
    package var brought: CallerKeys { CallerKeys(named: Set(named.keys), bare: bare != nil) }
}

extension ChatCall {
    /// Whether the caller reads the usage at the end of a stream.
    package var wantsUsage: Bool {
        switch source {
        case .incoming(let request): request.wantsUsage
        case .conversation: true
        }
    }

    /// The names of the tools that take free text, where the caller's dialect knows such tools.
    package var customTools: Set<String> {
        guard case .incoming(let request) = source else { return [] }
        return request.customTools
    }

    /// The caller's header fields that a provider of `dialect` is to see: those of its own dialect.
    package func passed(to dialect: Dialect) -> HeaderFields {
        guard case .incoming(let request) = source, request.dialect == dialect else { return [:] }
        return intent.passed
    }

    /// As above, the features alone that ``Intent/passed`` asks for (`anthropic-beta`): some platforms want them in the body.
    package func betas(for dialect: Dialect) -> [String] {
        let names = passed(to: dialect)["anthropic-beta"]?.split(separator: ",") ?? []
        return names.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }.filter { !$0.isEmpty }
    }

    /// What the request is written in; nil for one in no API's words.
    package var dialect: Dialect? {
        if case .incoming(let request) = source { request.dialect } else { nil }
    }

    /// Who sent it, by the table's rules for agents, else as the program names itself.
    package var agentName: String? { agent?.agent.text ?? intent.client }

    /// Who asks, for rules; over TCP nobody that a rule could name.
    package var identity: CallerIdentity { caller?.identity ?? .stranger }

    /// The mode that counts: what was said outside of the body goes before what the body says.
    package var modeClaim: ModeClaim? {
        if let mode = intent.mode { return mode }
        guard let mode = facts.mode, !mode.isEmpty else { return nil }
        return ModeClaim(ModeName(folding: mode), from: .body)
    }
}
