internal import Conversation
internal import Digests
internal import Primitives

/// Tells which conversation a request belongs to.
enum SessionIdentity {
    /// As the caller names it, else by what its request begins with.
    static func of(_ intent: Intent, _ facts: RequestFacts) -> SessionID {
        if let named = intent.session ?? facts.session, !named.isEmpty { return SessionID(named) }
        let parts = facts.fingerprint.map { $0.prefix(Limits.fingerprintBytes) }
        return SessionID("fp-" + SHA256(of: parts).hexadecimal(16))
    }
}

extension ChatCall {
    /// What names the session to a provider's prompt cache: a digest, since a caller's own name for it may tell who they are.
    package var cacheKey: String { "shunt-" + SHA256(of: [Bytes(session.description.utf8)[...]]).hexadecimal(16) }
}
