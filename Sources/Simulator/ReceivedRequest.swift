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
    package let path: String
    package let fields: HeaderFields
    package let body: Bytes
    /// As it was named, with the script in it; nil where no model could be read.
    package internal(set) var model: String?
    package internal(set) var outcome = Outcome.underway

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("number", number)
            json.member("method", method)
            json.member("path", path)
            if let model { json.member("model", model) }
            json.member("outcome", outcome.rawValue)
            json.key("fields")
            json.object { json in
                for field in fields.fields {
                    json.key(field.name)
                    json.value(Self.isSecret(field.name) ? Self.redacted(field.value) : field.value)
                }
            }
            json.member("body_bytes", body.count)
            json.member("body_sha256", SHA256(of: body[...]).description)
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        ["authorization", "x-api-key", "api-key"].contains { HeaderFields.same($0, name) }
    }

    /// Tells keys apart without showing them.
    private static func redacted(_ value: String) -> String {
        "<redacted \(SHA256(of: Bytes(value.utf8)[...]).description.prefix(8))>"
    }
}
