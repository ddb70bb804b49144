import Conversation
import Dialects
import HTTPWire
import Primitives
import Testing

@Suite("Errors of providers")
struct FaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let status: Int
        let body: String
        let kind: Fault.Kind
        var code: String? = nil

        var testDescription: String { "\(status) \(body.prefix(60))" }
    }

    static let cases = [
        Case(status: 400, body: #"{"error":{"message":"This model's maximum context length is 8192 tokens","code":"context_length_exceeded"}}"#, kind: .contextOverflow, code: "context_length_exceeded"),
        Case(status: 400, body: #"{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 209345 tokens > 200000 maximum"}}"#, kind: .contextOverflow, code: "invalid_request_error"),
        Case(status: 400, body: #"{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"}}"#, kind: .contextOverflow, code: "invalid_request_error"),
        Case(status: 400, body: #"[{"error":{"code":400,"message":"The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).","status":"INVALID_ARGUMENT"}}]"#, kind: .contextOverflow, code: "400"),
        Case(status: 500, body: #"{"error":{"code":500,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}"#, kind: .contextOverflow, code: "500"),
        Case(status: 413, body: #"{"error":{"message":"Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 9000","type":"tokens","code":"rate_limit_exceeded"}}"#, kind: .contextOverflow, code: "rate_limit_exceeded"),
        Case(status: 413, body: #"{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}"#, kind: .caller, code: "request_too_large"),
        Case(status: 400, body: #"{"error":{"message":"filtered","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#, kind: .contentFilter, code: "content_filter"),
        Case(status: 400, body: #"{"error":{"message":"Content Exists Risk","type":"invalid_request_error","code":"invalid_request_error"}}"#, kind: .contentFilter, code: "invalid_request_error"),
        Case(status: 403, body: #"{"error":{"message":"x requires moderation. Your input was flagged","code":403,"metadata":{"flagged_input":"…","reasons":["violence"]}}}"#, kind: .contentFilter, code: "403"),
        Case(status: 400, body: #"{"code":"Client specified an invalid argument","error":"Incorrect API key provided: in***ey. You can obtain one"}"#, kind: .key, code: "Client specified an invalid argument"),
        Case(status: 400, body: #"[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]"#, kind: .key, code: "400"),
        Case(status: 400, body: #"{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}"#, kind: .key, code: "invalid_request_error"),
        Case(status: 429, body: #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#, kind: .key, code: "insufficient_quota"),
        Case(status: 402, body: #"{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"#, kind: .key, code: "invalid_request_error"),
        Case(status: 401, body: #"{"detail":"Unauthorized"}"#, kind: .key),
        Case(status: 403, body: "Forbidden", kind: .key),
        Case(status: 429, body: #"{"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}}"#, kind: .rate, code: "rate_limit_exceeded"),
        Case(status: 429, body: "", kind: .rate),
        Case(status: 404, body: #"{"error":{"message":"model 'x' not found","type":"api_error","code":null}}"#, kind: .notFound, code: "api_error"),
        Case(status: 400, body: #"{"error":{"message":"x is not a valid model ID","code":400}}"#, kind: .notFound, code: "400"),
        Case(status: 422, body: #"{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}"#, kind: .caller),
        Case(status: 422, body: #"{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","n"],"msg":"Extra inputs are not permitted"}]},"type":"invalid_request_error"}"#, kind: .caller, code: "invalid_request_error"),
        Case(status: 500, body: "<html><body>Internal Server Error</body></html>", kind: .provider),
        Case(status: 502, body: "upstream connect error", kind: .provider),
        Case(status: 503, body: #"{"error":{"message":"The model is overloaded","code":503}}"#, kind: .provider, code: "503"),
        Case(status: 529, body: #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#, kind: .provider, code: "overloaded_error"),
        Case(status: 408, body: "", kind: .provider),
        Case(status: 302, body: "", kind: .transport),
    ]

    @Test("are classed by who can do something about them", arguments: cases)
    func kinds(_ item: Case) {
        let fault = AnswerDecoder.fault(status: item.status, fields: [:], body: Bytes(item.body.utf8), dialect: .openAIChat)
        #expect(fault.kind == item.kind)
        #expect(fault.code == item.code)
        #expect(!fault.message.isEmpty)
        #expect(!fault.message.contains("<"))
    }

    struct Wait: Sendable {
        let fields: [(String, String)]
        var body = ""
        let expected: Duration?
    }

    static let waits = [
        Wait(fields: [("retry-after", "7")], expected: .seconds(7)),
        Wait(fields: [("Retry-After", "1.5")], expected: .milliseconds(1500)),
        Wait(fields: [("retry-after-ms", "250"), ("retry-after", "1")], expected: .milliseconds(250)),
        Wait(fields: [("retry-after-ms", "0"), ("retry-after", "1")], expected: .seconds(1)),
        Wait(fields: [("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")], expected: .seconds(10)),
        Wait(fields: [("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")], expected: nil),
        Wait(fields: [("retry-after", "99999999")], expected: .seconds(Limits.retryAfterSeconds)),
        Wait(fields: [("retry-after", "-4")], expected: nil),
        Wait(fields: [("retry-after", "soon")], expected: nil),
        Wait(fields: [("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", "120ms"), ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "6m0s")], expected: .seconds(360)),
        Wait(fields: [("x-ratelimit-remaining-requests", "5"), ("x-ratelimit-reset-requests", "120ms")], expected: nil),
        Wait(fields: [("x-ratelimit-reset", "784111787000"), ("date", "Sun, 06 Nov 1994 08:49:37 GMT")], expected: .seconds(10)),
        Wait(fields: [("x-ratelimit-reset", "12")], expected: .seconds(12)),
        Wait(fields: [("date", "Sun, 06 Nov 1994 08:49:37 GMT")], body: #"{"error":{"message":"x","code":429,"metadata":{"headers":{"X-RateLimit-Reset":"784111787000"}}}}"#, expected: .seconds(10)),
        Wait(fields: [], body: #"[{"error":{"code":429,"message":"x","details":[{"@type":"RetryInfo","retryDelay":"34s"}]}}]"#, expected: .seconds(34)),
        Wait(fields: [], body: #"{"error":{"code":429,"message":"You exceeded your current quota","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"48.5s"}]}}"#, expected: .milliseconds(48_500)),
        Wait(fields: [], body: #"{"error":{"message":"Rate limit reached. Please try again in 1.242s. Visit"}}"#, expected: .milliseconds(1242)),
        Wait(fields: [], expected: nil),
    ]

    @Test("tell when to ask again, in any of their ways, within a bound", arguments: waits.indices)
    func retry(_ index: Int) {
        let wait = Self.waits[index]
        var fields: HeaderFields = [:]
        for (name, value) in wait.fields { fields.append(name, value) }
        let fault = AnswerDecoder.fault(status: 429, fields: fields, body: Bytes(wait.body.utf8), dialect: .openAIChat)
        #expect(fault.retryAfter == wait.expected)
    }

    @Test("lose the key that they repeat")
    func keys() {
        let body = #"{"error":{"message":"Incorrect API key provided: sk-proj-abcdefghij0123456789. See https://example.com"}}"#
        let fault = AnswerDecoder.fault(status: 401, fields: [:], body: Bytes(body.utf8), dialect: .openAIChat)
        #expect(fault.message == "Incorrect API key provided: <key>. See https://example.com")
    }

    @Test("name the field that a validator blames")
    func parameter() {
        let body = #"{"detail":[{"type":"extra_forbidden","loc":["body","messages",0,"name"],"msg":"Extra inputs are not permitted"}]}"#
        let fault = AnswerDecoder.fault(status: 422, fields: [:], body: Bytes(body.utf8), dialect: .openAIChat)
        #expect(fault.parameter == "messages.0.name")
        #expect(fault.message == "messages.0.name: Extra inputs are not permitted")
    }

    @Test("add what the upstream of a gateway said")
    func upstream() {
        let body = #"{"error":{"message":"Provider returned error","code":400,"metadata":{"provider_name":"X","raw":"{\"error\":{\"message\":\"prompt is too long\"}}"}}}"#
        let fault = AnswerDecoder.fault(status: 400, fields: [:], body: Bytes(body.utf8), dialect: .openAIChat)
        #expect(fault.message == "Provider returned error: prompt is too long")
        #expect(fault.kind == .contextOverflow)
    }
}
