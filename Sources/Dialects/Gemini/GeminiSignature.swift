internal import Conversation
internal import JSONText
internal import Primitives

/// Signatures as this API holds them: base64. Another issuer's is wrapped, so that Google's SDKs can read and write it.
enum GeminiSignature {
    /// What stands in for the signature of a call that no Gemini model signed: Gemini 3 refuses calls without any
    /// (https://ai.google.dev/gemini-api/docs/thought-signatures#faqs).
    static let dummy = "skip_thought_signature_validator"

    /// Six bytes each, so that their base64 is told by its first eight digits.
    private static let signedMark = "shunt:"
    private static let sealedMark = "sealed"
    private static let signedDigits = "c2h1bnQ6"
    private static let sealedDigits = "c2VhbGVk"

    enum Kind: Equatable {
        case signed(Signature)
        /// Thoughts that only their issuer can read.
        case sealed(Signature)
    }

    static func write(_ signature: Signature) -> String {
        signature.issuer == .gemini ? signature.text : wrapped("\(signedMark)\(signature.issuer.rawValue):\(signature.text)")
    }

    static func seal(_ data: Signature) -> String { wrapped("\(sealedMark):\(data.issuer.rawValue):\(data.text)") }

    private static func wrapped(_ text: String) -> String { Base64.encode(Bytes(text.utf8)) }

    static func read(_ text: String) -> Kind {
        guard isForeign(text), let plain = Base64.decode(text)?.text else { return .signed(Signature(text, issuer: .gemini)) }
        let isSealed = plain.hasPrefix(sealedMark)
        let words = plain.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count == 3, let issuer = Dialect(rawValue: String(words[1])) else { return .signed(Signature(text, issuer: .gemini)) }
        let signature = Signature(String(words[2]), issuer: issuer)
        return isSealed ? .sealed(signature) : .signed(signature)
    }

    /// Whether the text holds what shunt wrapped for another issuer.
    static func isForeign(_ text: some StringProtocol) -> Bool { text.hasPrefix(signedDigits) || text.hasPrefix(sealedDigits) }

    static func isForeign(_ value: JSONValue) -> Bool {
        guard let head = value.escapedString?.prefix(8) else { return false }
        return head.elementsEqual(signedDigits.utf8) || head.elementsEqual(sealedDigits.utf8)
    }
}
