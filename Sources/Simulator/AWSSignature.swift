/// The parts of an `authorization` field by Signature Version 4, which name what was signed and by whom
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). The signature itself is not checked.
package struct AWSSignature: Sendable, Equatable {
    /// The access key's name, which is no secret.
    package let keyID: String
    /// Day, region, service and `aws4_request`.
    package let scope: String
    /// Names of the header fields that were signed.
    package let signedHeaders: [String]

    /// Nil where `value` is another kind of authorization.
    package init?(_ value: String) {
        guard value.hasPrefix("AWS4-HMAC-SHA256 ") else { return nil }
        var members: [Substring: Substring] = [:]
        for part in value.dropFirst(17).split(whereSeparator: { $0 == "," || $0 == " " }) {
            let name = part.prefix { $0 != "=" }
            members[name] = part.dropFirst(name.count + 1)
        }
        guard let credential = members["Credential"] else { return nil }
        let keyID = credential.prefix { $0 != "/" }
        self.keyID = String(keyID)
        scope = String(credential.dropFirst(keyID.count + 1))
        signedHeaders = members["SignedHeaders"]?.split(separator: ";").map(String.init) ?? []
    }
}
