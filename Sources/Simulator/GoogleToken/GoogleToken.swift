internal import HTTPWire
internal import JSONText
internal import Primitives

/// Google's exchange of a service account's signed assertion for an access token: `POST /token`
/// (https://developers.google.com/identity/protocols/oauth2/service-account, RFC 7523). The signature is not checked. The token is accepted
/// as a key wherever the scenario has keys.
struct GoogleToken: ProviderAPI {
    init?(_ head: RequestHead) {
        guard head.segments.last == "token" else { return nil }
    }

    /// Whoever asks for a token has no key yet, and names no model.
    var isGuarded: Bool { false }

    /// What every token of a simulator begins with.
    static func prefix(run: String) -> String { "ya29.\(run)" }

    func read(_ body: ByteSlice) throws(ErrorAnswer) -> Question {
        let form = Self.form(body)
        guard form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer" else {
            throw Self.refused("unsupported_grant_type", "Invalid grant_type: \(form["grant_type"] ?? "")")
        }
        let parts = form["assertion"]?.split(separator: ".", omittingEmptySubsequences: false).map(Base64.decodeURL) ?? []
        guard parts.count == 3, let head = parts[0], let claims = parts[1], let signature = parts[2], !signature.isEmpty else {
            throw Self.refused("invalid_request", "Bad Request")
        }
        guard let head = try? JSONDocument.parse(head).root, head["alg"]?.isString("RS256") == true else {
            throw Self.refused("invalid_grant", "Invalid JWT Signature.")
        }
        guard let claims = try? JSONDocument.parse(claims).root, let account = claims["iss"]?.string, claims["scope"]?.string != nil,
            claims["aud"]?.string != nil, let issued = claims["iat"]?.int, let expires = claims["exp"]?.int, (1...3600).contains(expires - issued)
        else { throw Self.refused("invalid_grant", "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.") }
        return Question(model: account)
    }

    private static func refused(_ code: String, _ description: String) -> ErrorAnswer {
        var error = ErrorAnswer.invalid(description, parameter: nil)
        error.code = code
        return error
    }

    private static func form(_ body: ByteSlice) -> [String: String] {
        body.text.split(separator: "&").reduce(into: [:]) { form, item in
            let name = item.prefix { $0 != "=" }
            form[String(name)] = PercentEncoding.decode(item.dropFirst(name.count + 1))
        }
    }

    func whole(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> Bytes {
        // An answer's id begins with its simulator's run.
        Bytes("{\"access_token\":\"\(Self.prefix(run: answer.id))\",\"expires_in\":3599,\"token_type\":\"Bearer\"}".utf8)
    }

    /// There is no stream, and no request asks for one.
    func stream(_ answer: Answer, to question: Question, _ report: Script.UsageReport) -> StreamRendering { StreamRendering() }

    var framing: StreamFraming { StreamFraming(contentType: "application/json", malformed: [], endless: []) }

    func response(_ error: ErrorAnswer, requestID: String) -> ErrorResponse {
        let (status, code) = switch error.kind {
        case .auth, .permission: (401, "invalid_client")
        case .server, .overloaded, .timeout: (error.kind == .server ? 500 : 503, "internal_failure")
        case .rate, .quota: (429, "rate_limit_exceeded")
        default: (400, "invalid_grant")
        }
        let description = JSONWriter.quoted(error.message ?? "Invalid JWT Signature.")
        return ErrorResponse(status: error.status ?? status, "{\"error\":\"\(error.code ?? code)\",\"error_description\":\(description)}")
    }

    func event(_ error: ErrorAnswer, in stream: StreamRendering, after count: Int) -> Bytes { [] }

    func fields(status: Int, requestID: String) -> String { "server: shunt-simulator\r\nx-request-id: \(requestID)\r\ncache-control: no-store\r\n" }
}
