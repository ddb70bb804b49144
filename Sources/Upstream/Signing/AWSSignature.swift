internal import Dialects
internal import Digests
internal import HTTPWire
internal import Primitives

/// Signature Version 4 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
struct AWSSignature {
    let credentials: AWSCredentials
    let region: String
    let service: String

    /// The fields that prove a request without a query. `path` is as it is sent; `signed` are further fields under the signature,
    /// which are sent as they are here.
    func fields(
        _ method: String = "POST", host: String, path: String, signing signed: HeaderFields = [:], body: Bytes, at unixSeconds: Int
    ) -> HeaderFields {
        let moment = AWSMoment(unixSeconds)
        var fields: HeaderFields = ["x-amz-date": moment.text]
        if let session = credentials.session { fields.append("x-amz-security-token", session) }
        let all = (fields.fields + signed.fields + [HeaderFields.Field(name: "host", value: host)])
            .map { (name: $0.name.lowercased(), value: Self.trimmed($0.value)) }.sorted { $0.name < $1.name }
        let names = all.map(\.name).joined(separator: ";")
        let lines = all.map { "\($0.name):\($0.value)\n" }.joined()
        let request = "\(method)\n\(Self.encoded(path))\n\n\(lines)\n\(names)\n\(SHA256(of: body[...]))"
        let scope = "\(moment.day)/\(region)/\(service)/aws4_request"
        let statement = "AWS4-HMAC-SHA256\n\(moment.text)\n\(scope)\n\(SHA256(of: Bytes(request.utf8)[...]))"
        let signature = Hexadecimal.text(HMACSHA256.of(Bytes(statement.utf8), key: key(moment.day)))
        fields.append("authorization", "AWS4-HMAC-SHA256 Credential=\(credentials.id)/\(scope), SignedHeaders=\(names), Signature=\(signature)")
        return fields
    }

    /// The secret itself signs nothing but the day, and so on inwards.
    private func key(_ day: String) -> Bytes {
        [day, region, service, "aws4_request"].reduce(Bytes("AWS4\(credentials.secret)".utf8)) { HMACSHA256.of(Bytes($1.utf8), key: $0) }
    }

    /// The path is encoded once more than it is sent: what came out of the first time is a plain text here.
    private static func encoded(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { PathSegment.encoded(String($0)) }.joined(separator: "/")
    }

    private static func trimmed(_ value: String) -> String {
        value.split(separator: " ").joined(separator: " ")
    }
}
