internal import Conversation
internal import Primitives

/// Sealed thoughts as Converse carries them: bytes, so in base64. Those of others are a text in there.
enum ConverseSeal {
    static func write(_ data: Signature) -> String {
        data.issuer == .bedrockConverse ? data.text : Base64.encode(Bytes(SignatureText.write(data, in: .bedrockConverse).utf8))
    }

    /// As a provider wants them: without shunt's mark.
    static func plain(_ data: Signature) -> String {
        data.issuer == .bedrockConverse ? data.text : Base64.encode(Bytes(data.text.utf8))
    }

    static func read(_ base64: String) -> Signature {
        guard let bytes = Base64.decode(base64) else { return Signature(base64, issuer: .bedrockConverse) }
        let marked = SignatureText.read(bytes.text, in: .bedrockConverse)
        return marked.issuer == .bedrockConverse ? Signature(base64, issuer: .bedrockConverse) : marked
    }
}
