import HTTPWire
import Primitives
import Testing
@testable import Upstream

/// The vectors are those of AWS's own test suite for Signature Version 4.
@Suite("Signatures of AWS")
struct AWSSignatureTests {
    struct Vector: Sendable {
        let name: String
        var method = "GET"
        var path = "/"
        var signed: HeaderFields = [:]
        var session: String?
        var body = ""
        let names: String
        let signature: String
    }

    private static let token =
        "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="

    static let vectors = [
        Vector(name: "get-vanilla", names: "host;x-amz-date", signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
        Vector(name: "post-vanilla", method: "POST", names: "host;x-amz-date", signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Vector(
            name: "get-unreserved", path: "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", names: "host;x-amz-date",
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        Vector(name: "get-utf8", path: "/ሴ", names: "host;x-amz-date", signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        Vector(name: "get-space", path: "/example space/", names: "host;x-amz-date", signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
        Vector(
            name: "get-header-value-trim", signed: ["My-Header1": " value1", "My-Header2": " \"a   b   c\""], names: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        Vector(
            name: "post-x-www-form-urlencoded", method: "POST", signed: ["Content-Type": "application/x-www-form-urlencoded"], body: "Param1=value1",
            names: "content-type;host;x-amz-date", signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        Vector(
            name: "post-sts-header-before", method: "POST", session: token, names: "host;x-amz-date;x-amz-security-token",
            signature: "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead"),
    ]

    @Test("are those of AWS's test suite", arguments: vectors.indices)
    func signature(_ index: Int) {
        let vector = Self.vectors[index]
        let credentials = AWSCredentials(id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", session: vector.session)
        let fields = AWSSignature(credentials: credentials, region: "us-east-1", service: "service").fields(
            vector.method, host: "example.amazonaws.com", path: vector.path, signing: vector.signed, body: Bytes(vector.body.utf8), at: 1_440_938_160)
        #expect(fields["x-amz-date"] == "20150830T123600Z")
        #expect(fields["x-amz-security-token"] == vector.session)
        #expect(
            fields["authorization"]
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=\(vector.names), Signature=\(vector.signature)",
            "\(vector.name)")
    }

    @Test("a path that is sent encoded is encoded once more under the signature, as botocore does it", arguments: [
        ("/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse-stream", "be6be51782ef56829c213172da32db2325e2986ab238020a66cff4278bb4c504"),
        ("/model/arn%3Aaws%3Abedrock%3Aeu-central-1%3A1%3Ainference-profile%2Fx/invoke", "a5a4cfe438409bc703bca1fccec7ec92a631770a54c44b736cdafe5b560b359a"),
    ])
    func paths(_ path: String, _ signature: String) {
        let credentials = AWSCredentials(id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        let fields = AWSSignature(credentials: credentials, region: "eu-central-1", service: "bedrock").fields(
            host: "bedrock-runtime.eu-central-1.amazonaws.com", path: path, body: Bytes(#"{"messages":[]}"#.utf8), at: 1_440_938_160)
        #expect(fields["authorization"]?.hasSuffix("Signature=\(signature)") == true)
    }

    @Test("days are those of the calendar", arguments: [
        (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"), (1_709_164_800, "20240229T000000Z"),
        (1_735_689_599, "20241231T235959Z"), (4_102_444_800, "21000101T000000Z"), (4_107_542_400, "21000301T000000Z"),
    ])
    func days(_ seconds: Int, _ text: String) { #expect(AWSMoment(seconds).text == text) }

    @Test("credentials are read in each form that AWS hands out, and other keys are none")
    func credentials() {
        func read(_ key: String) -> [String?]? { AWSCredentials(key).map { [$0.id, $0.secret, $0.session] } }
        #expect(read("ID:SE/CRET") == ["ID", "SE/CRET", nil])
        #expect(read("ID:SECRET:TO:KEN") == ["ID", "SECRET", "TO:KEN"])
        #expect(read(#"{"Version":1,"AccessKeyId":"ID","SecretAccessKey":"S","SessionToken":"T"}"#) == ["ID", "S", "T"])
        #expect(read("{\n \"Credentials\": {\"AccessKeyId\": \"ID\", \"SecretAccessKey\": \"S\"}}") == ["ID", "S", nil])
        for key in ["ABSKQmVkcm9ja0FQSUtleQ==", "ID:", ":S", "", "{", "{}", #"{"AccessKeyId":"ID"}"#] { #expect(read(key) == nil, "\(key)") }
    }
}
