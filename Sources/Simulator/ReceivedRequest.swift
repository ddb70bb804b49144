internal import Digests
package import HTTPWire
internal import JSONText
package import Primitives

/// A request that the simulator got, for whoever checks what was sent to it.
package struct ReceivedRequest: Sendable {
    package enum Outcome: String, Sendable {
        case underway
        case delivered
        /// The script broke it off.
        case broken
        /// The other side went away first.
        case abandoned
    }

    package let number: Int
    package let method: String
    /// Not percent-decoded.
    package let path: String
    /// What follows the path's question mark; nil where there is none.
    package let query: String?
    package let fields: HeaderFields
    package let body: Bytes
    /// As it was named, with the script in it; nil where no model could be read.
    package internal(set) var model: String?
    package internal(set) var outcome = Outcome.underway

    /// What the request was signed with, where it was.
    package var signature: AWSSignature? { fields["authorization"].flatMap(AWSSignature.init) }

    init(number: Int, _ head: RequestHead, body: Bytes) {
        self.number = number
        method = head.method
        path = head.path
        query = head.query
        fields = head.fields
        self.body = body
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("number", number)
            json.member("method", method)
            json.member("path", path)
            if let query { json.member("query", Self.withoutKey(query)) }
            if let model { json.member("model", model) }
            json.member("outcome", outcome.rawValue)
            json.key("fields")
            json.object { json in
                for field in fields.fields {
                    json.key(field.name)
                    json.value(Self.isSecret(field.name) ? Self.redacted(field.value) : field.value)
                }
            }
            if let signature {
                json.object("signature") { json in
                    json.member("key_id", signature.keyID)
                    json.member("scope", signature.scope)
                    json.array("signed_headers") { json in
                        for name in signature.signedHeaders { json.value(name) }
                    }
                }
            }
            json.member("body_bytes", body.count)
            json.member("body_sha256", SHA256(of: body[...]).description)
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        ["authorization", "x-api-key", "api-key", "x-goog-api-key", "x-amz-security-token"].contains { HeaderFields.same($0, name) }
    }

    /// Google takes a key in the query.
    private static func withoutKey(_ query: String) -> String {
        query.split(separator: "&").map { $0.hasPrefix("key=") ? "key=\(redacted(String($0.dropFirst(4))))" : String($0) }.joined(separator: "&")
    }

    /// Tells keys apart without showing them.
    private static func redacted(_ value: String) -> String {
        "<redacted \(SHA256(of: Bytes(value.utf8)[...]).description.prefix(8))>"
    }
}
