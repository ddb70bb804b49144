/// Why an upstream call failed, classed by who can do something about it.
package struct Fault: Error, Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// The request itself is wrong; no other candidate would take it.
        case caller
        /// The model, or this account's access to it, does not exist at this provider; another candidate may have it.
        case notFound = "not_found"
        /// Too long for this model; one with room may take it.
        case contextOverflow = "context_overflow"
        /// The provider refuses the content.
        case contentFilter = "content_filter"
        /// The key is wrong, forbidden or out of credit.
        case key
        /// Too many requests or tokens, for now.
        case rate
        /// The provider is failing.
        case provider
        /// The provider says nothing within its clock.
        case silence
        /// The connection could not be made or broke, or what came over it is no answer.
        case transport
    }

    package var kind: Kind
    /// HTTP status of the answer; nil where there was none or the fault came after a 200.
    package var status: Int?
    /// The provider's own code or type, such as `invalid_api_key`.
    package var code: String?
    /// The provider's own words, or shunt's where it said none. Never holds a key.
    package var message: String
    /// When the provider wants to be asked again.
    package var retryAfter: Duration?
    /// The request field that the provider blames.
    package var parameter: String?

    package init(_ kind: Kind, status: Int? = nil, code: String? = nil, message: String, retryAfter: Duration? = nil, parameter: String? = nil) {
        self.kind = kind
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
        self.parameter = parameter
    }

    /// Whether another candidate may answer where this one did not.
    package var mayMoveOn: Bool {
        switch kind {
        case .caller, .contentFilter: false
        case .notFound, .contextOverflow, .key, .rate, .provider, .silence, .transport: true
        }
    }
}
