internal import Conversation

/// Reasoning items as signatures: `ID|ENCRYPTED`, the item's id and its `encrypted_content`, which are replayed together; without
/// an id the encrypted content alone. Neither holds a `|`.
enum ResponsesSignature {
    /// As a provider of this API issued it; nil where the item holds nothing that only its issuer can read.
    static func issued(id: String?, encrypted: String?) -> Signature? {
        guard let encrypted, !encrypted.isEmpty else { return nil }
        return Signature(id.map { $0.isEmpty ? encrypted : "\($0)|\(encrypted)" } ?? encrypted, issuer: .openAIResponses)
    }

    /// As a caller of this API holds it: its own, or another's that is marked with its issuer.
    static func held(id: String?, encrypted: String?) -> Signature? {
        guard let encrypted, !encrypted.isEmpty else { return nil }
        let read = SignatureText.read(encrypted, in: .openAIResponses)
        return read.issuer == .openAIResponses ? issued(id: id, encrypted: read.text) : read
    }

    /// The members of the item that carries `signature`: an id only where this API issued it.
    static func members(_ signature: Signature) -> (id: String?, encrypted: String) {
        guard signature.issuer == .openAIResponses else { return (nil, SignatureText.write(signature, in: .openAIResponses)) }
        guard let bar = signature.text.firstIndex(of: "|") else { return (nil, signature.text) }
        return (String(signature.text[..<bar]), String(signature.text[signature.text.index(after: bar)...]))
    }
}

/// A signature that belongs to a call (Gemini), in the reasoning item behind it: the words `for CALL SIGNATURE`, marked with the issuer.
/// Agents hand reasoning items back unread, and calls without what they do not know of them.
enum ResponsesCallSignature {
    static func wrap(_ signature: Signature, call: String) -> Signature {
        Signature("for \(call) \(signature.text)", issuer: signature.issuer)
    }

    /// The call's id and its own signature; nil where `signature` is that of thoughts.
    static func unwrap(_ signature: Signature) -> (call: String, signature: Signature)? {
        guard signature.issuer != .openAIResponses, signature.text.hasPrefix("for ") else { return nil }
        let words = signature.text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3 else { return nil }
        return (String(words[1]), Signature(String(words[2]), issuer: signature.issuer))
    }
}
