package import Conversation
package import Primitives
internal import Routing
internal import Settings

/// What the ledger keeps of one request: names, counts and sums; nothing that was said.
package struct LedgerEntry: Sendable, Equatable {
    /// What was asked for: an answer, embeddings, or how many tokens a request has.
    package enum Kind: String, Sendable { case chat, embeddings, count }

    package var request: String
    /// When it was settled, in Unix milliseconds.
    package var time: Int64
    package var kind = Kind.chat
    /// Nil over TCP.
    package var uid: Int?
    package var gid: Int?
    /// The user's name, where the host has one.
    package var user: String?
    package var unit: String?
    package var session: String
    /// Who sent it, by the table's rules for agents, else as the program names itself.
    package var agent: String?
    /// Under the table's own name where it knows one, else as the caller said it.
    package var mode: String?
    package var profile: String?
    package var tier: String?
    /// The model that answered, or the last that was asked.
    package var model: String?
    package var provider: String?
    /// The model that savings are measured against.
    package var baseline: String?
    package var revision: String
    /// `ok`, or the type of the failure.
    package var status: String
    package var finish: String?
    package var attempts: Int
    /// Nil where nothing was used.
    package var usage: Usage?
    /// Nil is unknown.
    package var cost: Money?
    package var saved: Money?
    /// The part of ``cost`` that went to calls which another outpaced.
    package var hedged: Money?
    package var firstTokenMilliseconds: Int?
    package var durationMilliseconds: Int
    package var tags: [Tag]
    package var facts = LedgerFacts()
    package var comparison: LedgerComparison?

    package init(request: String, time: Int64, session: String, revision: String, status: String, attempts: Int, durationMilliseconds: Int, tags: [Tag] = []) {
        self.request = request
        self.time = time
        self.session = session
        self.revision = revision
        self.status = status
        self.attempts = attempts
        self.durationMilliseconds = durationMilliseconds
        self.tags = tags
    }
}

extension LedgerEntry {
    package init(
        _ call: ChatCall, _ record: LedgerRecord, _ settlement: Settlement, _ failure: CallFailure?, time: Int64, kind: Kind? = nil
    ) {
        self.init(
            request: call.id.text, time: time, session: call.session.text.cut, revision: call.snapshot.table.revision.description,
            status: failure?.kind.rawValue ?? "ok", attempts: record.attempts.count,
            durationMilliseconds: Int(settlement.duration.inMilliseconds), tags: call.intent.tags)
        self.kind = kind ?? (call.facts.asksForEmbeddings ? .embeddings : .chat)
        if let caller = call.caller {
            uid = Int(caller.identity.uid)
            gid = Int(caller.identity.gid)
            user = caller.identity.user
            unit = caller.identity.unit
        }
        agent = call.agentName
        mode = record.decision.mode?.text ?? (record.decision.claim ?? call.modeClaim)?.name.text.shown ?? call.agent?.mode?.text
        profile = record.decision.profile?.text
        tier = record.decision.tier?.text
        model = record.last?.model.text
        provider = record.last?.provider.text
        baseline = record.decision.baseline?.id.text
        finish = settlement.finish?.name
        usage = settlement.usage
        cost = settlement.cost
        saved = settlement.saved
        hedged = settlement.hedged
        firstTokenMilliseconds = settlement.firstToken.map { Int($0.inMilliseconds) }
        facts = LedgerFacts(call, record.decision)
        comparison = record.decision.comparison.map { LedgerComparison($0) }
    }
}

extension String {
    /// Its beginning, as much as the ledger keeps of a name.
    fileprivate var cut: String {
        utf8.count <= Limits.ledgerNameBytes ? self : String(decoding: utf8.prefix(Limits.ledgerNameBytes), as: UTF8.self)
    }
}
