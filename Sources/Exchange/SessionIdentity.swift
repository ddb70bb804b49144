internal import Digests
package import Primitives

internal import Conversation

extension ChatCall {
    /// The conversation that the call belongs to: as the caller names it, else by what its request begins with.
    package var session: SessionID {
        if let named = intent.session ?? facts.session, !named.isEmpty { return SessionID(named) }
        let parts = facts.fingerprint.map { $0.prefix(Limits.fingerprintBytes) }
        return SessionID("fp-" + SHA256(of: parts).hexadecimal(16))
    }
}
