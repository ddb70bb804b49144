import Conversation
import Dialects
import HTTPWire
import Primitives
import Testing

/// Amazon's errors: before a stream the type is a header field alone, within one it is the event's name.
@Suite("Errors of Bedrock")
struct BedrockFaultTests {
    struct Case: Sendable {
        let type: String
        let status: Int
        let kind: Fault.Kind
        var message = "said"
    }

    /// As https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html and CommonErrors have them.
    static let cases = [
        Case(type: "ThrottlingException", status: 429, kind: .rate, message: "Too many requests, please wait before trying again."),
        Case(type: "ModelNotReadyException", status: 429, kind: .rate),
        Case(type: "ServiceQuotaExceededException", status: 400, kind: .rate),
        Case(type: "AccessDeniedException", status: 403, kind: .key, message: "User: x is not authorized to perform: bedrock:InvokeModel"),
        Case(type: "AccessDeniedException", status: 403, kind: .notFound, message: "You don't have access to the model with the specified model ID."),
        Case(type: "UnrecognizedClientException", status: 403, kind: .key, message: "The security token included in the request is invalid."),
        Case(type: "ExpiredTokenException", status: 403, kind: .key, message: "The security token included in the request is expired"),
        Case(type: "InvalidSignatureException", status: 403, kind: .key, message: "Signature expired: 20150830T123600Z is now earlier than"),
        Case(type: "ResourceNotFoundException", status: 404, kind: .notFound),
        Case(type: "ValidationException", status: 400, kind: .caller),
        Case(type: "ValidationException", status: 400, kind: .contextOverflow, message: "Input is too long for requested model."),
        Case(type: "ValidationException", status: 400, kind: .notFound, message: "The provided model identifier is invalid."),
        Case(type: "ModelTimeoutException", status: 408, kind: .provider),
        Case(type: "ModelErrorException", status: 424, kind: .provider),
        Case(type: "InternalServerException", status: 500, kind: .provider),
        Case(type: "ServiceUnavailableException", status: 503, kind: .provider),
    ]

    @Test("have the class that their type and status mean", arguments: cases.indices)
    func before(_ index: Int) {
        let item = Self.cases[index]
        let body = Bytes("{\"message\":\"\(item.message)\"}".utf8)
        let fields: HeaderFields = ["x-amzn-errortype": "\(item.type):http://internal.amazon.com/coral/com.amazon.bedrock/"]
        let fault = AnswerDecoder.fault(status: item.status, fields: fields, body: body, dialect: .bedrockConverse)
        #expect(fault.kind == item.kind, "\(item.type)")
        #expect(fault.code == item.type && fault.message == item.message && fault.status == item.status)
    }

    @Test("have the same class in the middle of a stream", arguments: cases.indices)
    func within(_ index: Int) {
        let item = Self.cases[index]
        let name = item.type.prefix(1).lowercased() + item.type.dropFirst()
        let data = Bytes("{\"message\":\"\(item.message)\",\"p\":\"abc\"}".utf8)
        let event = ServerSentEvent(kind: .event, name: Bytes(name.utf8)[...], data: data[...], raw: [])
        guard case .failed(let fault)? = AnswerCases.decode([event], .bedrockConverse).last else { return #expect(Bool(false)) }
        #expect(fault.kind == item.kind && fault.code == name && fault.message == item.message)
    }

    @Test("are known by the type in the body, where a proxy took the fields away")
    func inBody() {
        let body = Bytes(#"{"__type":"com.amazon.coral.service#UnrecognizedClientException","message":"m"}"#.utf8)
        let fault = AnswerDecoder.fault(status: 400, fields: [:], body: body, dialect: .bedrockConverse)
        #expect(fault.kind == .key && fault.code == "UnrecognizedClientException")
    }
}
