/// Why a secret key cannot be used. Says nothing of what is in it.
package enum MinisignKeyError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(String)
    case needsPassword
    case wrongPassword
    /// The key's password takes more memory than there is.
    case noMemory

    package var description: String {
        switch self {
        case .malformed(let text): "this is no secret key of minisign: \(text)"
        case .needsPassword: "the key has a password"
        case .wrongPassword: "the password is not that of the key"
        case .noMemory: "there is not enough memory for the key's password"
        }
    }
}
