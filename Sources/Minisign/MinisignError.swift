/// Why a signature does not show that somebody with the key wrote a text.
package enum MinisignError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The signature's file has another form.
    case malformed(String)
    /// The key that made it, which is none of those that count.
    case unknownKey(String)
    /// The text is not the one that was signed.
    case doesNotFit
    /// The trusted comment is not the one that was signed.
    case commentDoesNotFit

    package var description: String {
        switch self {
        case .malformed(let text): "the signature is no minisign signature: \(text)"
        case .unknownKey(let id): "the signature is by the key \(id), which is not configured"
        case .doesNotFit: "the signature does not fit: this is not what was signed"
        case .commentDoesNotFit: "the signature's trusted comment is not the one that was signed"
        }
    }
}
