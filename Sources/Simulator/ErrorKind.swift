/// An error that a provider answers with, by the reason behind it.
package enum ErrorKind: String, Sendable, CaseIterable {
    case invalid, auth, billing, permission
    case notFound = "not_found"
    case timeout
    case tooLarge = "too_large"
    case rate, quota
    case context
    case filter
    case server, overloaded

    /// What a bare `status` means.
    package init(status: Int) {
        self = switch status {
        case 401: .auth
        case 402: .billing
        case 403: .permission
        case 404: .notFound
        case 408, 504: .timeout
        case 413: .tooLarge
        case 429: .rate
        case 503, 529: .overloaded
        case 400..<500: .invalid
        default: .server
        }
    }
}
