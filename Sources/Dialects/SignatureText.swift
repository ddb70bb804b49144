internal import Conversation

/// Signatures as callers hold them: plain in the dialect that issued them, and marked with their issuer in any other, so that they
/// find their way back to it and nowhere else.
enum SignatureText {
    private static let mark = "shunt:"

    static func write(_ signature: Signature, in dialect: Dialect) -> String {
        signature.issuer == dialect ? signature.text : "\(mark)\(signature.issuer.rawValue):\(signature.text)"
    }

    static func read(_ text: String, in dialect: Dialect) -> Signature {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard text.hasPrefix(mark), parts.count == 3, let issuer = Dialect(rawValue: String(parts[1])) else {
            return Signature(text, issuer: dialect)
        }
        return Signature(String(parts[2]), issuer: issuer)
    }
}
