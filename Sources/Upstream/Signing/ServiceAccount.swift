internal import Dialects
internal import Digests
internal import JSONText
internal import Primitives
internal import Settings

/// A Google service account, read off its key file: it signs an assertion that Google exchanges for an access token
/// (https://developers.google.com/identity/protocols/oauth2/service-account, RFC 7523).
struct ServiceAccount {
    let email: String
    let keyID: String?
    /// Where the assertion is exchanged; keys travel there, so encrypted or within this host.
    let tokenURL: String
    private let key: RSAPrivateKey

    /// Throws what is wrong with the key file, in words that say nothing of its secrets.
    init(_ key: String) throws(Flaw) {
        guard let root = try? JSONDocument.parse(key).root else { throw Flaw("the service account's key is not JSON") }
        guard let email = root["client_email"]?.string, !email.isEmpty else { throw Flaw("the service account's key has no client_email") }
        guard let url = root["token_uri"]?.string, EndpointRule.isSafeForKeys(url) else {
            throw Flaw("the service account's token_uri is no https address")
        }
        guard let pem = root["private_key"]?.string, let key = RSAPrivateKey(pem: pem) else {
            throw Flaw("the service account's private_key is no RSA key")
        }
        self.email = email
        keyID = root["private_key_id"]?.string
        tokenURL = url
        self.key = key
    }

    struct Flaw: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    /// The body of the exchange: who asks, for what, and the proof, good for an hour.
    func request(at unixSeconds: Int) -> Bytes {
        Bytes("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=\(assertion(at: unixSeconds))".utf8)
    }

    /// A JWT of the form RS256 (RFC 7519, RFC 7515).
    func assertion(at unixSeconds: Int) -> String {
        var head = JSONWriter()
        head.object { writer in
            writer.member("alg", "RS256")
            writer.member("typ", "JWT")
            if let keyID { writer.member("kid", keyID) }
        }
        var claims = JSONWriter()
        claims.object { writer in
            writer.member("iss", email)
            writer.member("scope", "https://www.googleapis.com/auth/cloud-platform")
            writer.member("aud", tokenURL)
            writer.member("iat", unixSeconds)
            writer.member("exp", unixSeconds + 3_600)
        }
        let signed = "\(Self.encoded(head.bytes)).\(Self.encoded(claims.bytes))"
        return "\(signed).\(Self.encoded(key.signature(of: Bytes(signed.utf8)) ?? []))"
    }

    /// Base64 for URLs, without padding.
    private static func encoded(_ bytes: Bytes) -> String {
        var text = Bytes()
        for byte in Base64.encode(bytes).utf8 {
            switch byte {
            case UInt8(ascii: "+"): text.append(UInt8(ascii: "-"))
            case UInt8(ascii: "/"): text.append(UInt8(ascii: "_"))
            case UInt8(ascii: "="): break
            default: text.append(byte)
            }
        }
        return text.text
    }
}
