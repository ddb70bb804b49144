internal import JSONText
internal import Primitives

/// What signs requests to AWS, read off a provider's key: `ID:SECRET`, `ID:SECRET:SESSION`, or the JSON that AWS itself hands out
/// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html).
struct AWSCredentials {
    let id: String
    let secret: String
    /// Goes with credentials that end.
    let session: String?

    /// Nil for a key of another kind, such as a Bedrock API key, which has no colon in it.
    init?(_ key: String) {
        if key.utf8.first == UInt8(ascii: "{") {
            guard let root = try? JSONDocument.parse(key).root else { return nil }
            let outer = root["Credentials"] ?? root
            guard let id = outer["AccessKeyId"]?.string, let secret = outer["SecretAccessKey"]?.string, !id.isEmpty, !secret.isEmpty else { return nil }
            self.init(id: id, secret: secret, session: (outer["SessionToken"] ?? outer["Token"])?.string)
        } else {
            let parts = key.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
            self.init(id: parts[0], secret: parts[1], session: parts.count > 2 ? parts[2] : nil)
        }
    }

    init(id: String, secret: String, session: String? = nil) {
        self.id = id
        self.secret = secret
        self.session = session
    }
}
