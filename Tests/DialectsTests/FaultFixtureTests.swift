import Conversation
import Dialects
import Foundation
import HTTPWire
import Primitives
import TestKit
import Testing

@Suite("Recorded errors", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
struct FaultFixtureTests {
    struct Expected: Equatable {
        var kind: Fault.Kind
        var code: String?
        var parameter: String? = nil
    }

    /// Every recorded error before an answer, by a unique part of its path.
    static let expected: [String: Expected] = [
        "openclaw-run-payloads-errors": Expected(kind: .provider, code: "overloaded_error"),
        "opencode-rejects-malformed": Expected(kind: .caller, code: "invalid_request_error"),
        "pai-model-name-suggestion-anthropic": Expected(kind: .notFound, code: "not_found_error"),
        "langchaingo-testbedrockanthropictoolcalling": Expected(kind: .notFound, code: "AccessDeniedException"),
        "envoy-chat-no-messages": Expected(kind: .caller, code: "empty_array", parameter: "messages"),
        "envoy-chat-unknown-model": Expected(kind: .notFound, code: "model_not_found"),
        "openinf-error-status-code": Expected(kind: .key, code: "invalid_api_key"),
        "o1-mini-system-role": Expected(kind: .caller, code: "unsupported_value", parameter: "messages[0].role"),
        "web-search-tool-model-not-supported": Expected(kind: .caller, code: "invalid_request_error", parameter: "web_search_options"),
        "openllmetry-prompt-content-filtering": Expected(kind: .contentFilter, code: "content_filter", parameter: "prompt"),
        "error-handling-with-deepseek": Expected(kind: .key, code: "invalid_request_error"),
        "groq-test-tool-regular-error": Expected(kind: .notFound, code: "model_not_found"),
        "tool-use-failed-error-with-text": Expected(kind: .provider, code: "tool_use_failed"),
        "symfony-bad-request": Expected(kind: .notFound, code: "1500"),
        "ollama-cloud-gpt-oss-120b-handles-context": Expected(kind: .contextOverflow, code: "invalid_request_error"),
        "pai-openrouter-errors-raised": Expected(kind: .rate, code: "429"),
        "error-handling-with-openrouter": Expected(kind: .key, code: "401"),
        "openrouter-claude-haiku-4-5-handles-context": Expected(kind: .contextOverflow, code: "400"),
        "error-handling-with-perplexity": Expected(kind: .key, code: "401"),
        "perplexity-sonar-handles-context": Expected(kind: .contextOverflow, code: "400"),
        "otel-converse-stream-with-invalid-model": Expected(kind: .notFound, code: "ValidationException"),
        "failure-with-message-no-content": Expected(kind: .provider, code: "OTHER"),
        "langchaingo-testgoogleaierrorhandling": Expected(kind: .key, code: "403"),
        "pai-model-name-suggestion-google": Expected(kind: .notFound, code: "404"),
        "error-handling-with-gemini": Expected(kind: .key, code: "400"),
        "gemini-gemini-2-5-flash-handles-context-len": Expected(kind: .rate, code: "429"),
        "firebase-unary-failure-quota-exceeded": Expected(kind: .rate, code: "429"),
        "image-bedrock-claude-1": Expected(kind: .caller, code: nil),
        "raises-appro-e9ad7a": Expected(kind: .key, code: "UnrecognizedClientException"),
        "ddtrace-v1-response-error": Expected(kind: .key, code: "invalid_api_key"),
        "pai-inferred-model-name-suggestion": Expected(kind: .notFound, code: "model_not_found", parameter: "model"),
        "matrix-direct-url-audio": Expected(kind: .caller, code: "unsupported_file", parameter: "input"),
        "url-force-download-audi-7d2277": Expected(kind: .caller, code: "invalid_value", parameter: "input[4].content[0].file_data"),
        "thinking-with-modified-history": Expected(kind: .caller, code: "invalid_request_error", parameter: "input"),
        "vercel-openai-error-1": Expected(kind: .key, code: "insufficient_quota"),
        "raises-appro-ca92d7": Expected(kind: .key, code: "invalid-argument"),
        "handles-con-f832ee": Expected(kind: .contextOverflow, code: "ValidationException"),
    ]

    @Test("each has the class, the code and the parameter that it should", arguments: AnswerCases.refused)
    func kinds(_ item: FixtureCase) throws {
        let matches = Self.expected.filter { item.path.contains($0.key) }
        #expect(matches.count == 1, "the table names it once")
        let fault = try fault(item)
        #expect(Expected(kind: fault.kind, code: fault.code, parameter: fault.parameter) == matches.first?.value)
        #expect(item.status == 200 || fault.status == item.status)
        #expect(!fault.message.isEmpty)
    }

    @Test("the table names no error that was not recorded")
    func tableIsCurrent() {
        for name in Self.expected.keys { #expect(AnswerCases.refused.contains { $0.path.contains(name) }, "\(name)") }
    }

    @Test("the message is the provider's own", arguments: AnswerCases.refused)
    func messages(_ item: FixtureCase) throws {
        let message = try fault(item).message
        let body = try #require(try JSONSerialization.jsonObject(with: Data(item.answer())) as? [String: Any])
        let said = (body["error"] as? [String: Any])?["message"] as? String ?? body["error"] as? String ?? body["message"] as? String
            ?? (body["candidates"] as? [[String: Any]])?.first?["finishMessage"] as? String
        #expect(message.hasPrefix(try #require(said)))
    }

    @Test("an error in mid-stream is the last event, with its class", arguments: AnswerCases.all.filter { $0.features.contains("error_midstream") })
    func midstream(_ item: FixtureCase) throws {
        let events = AnswerCases.decode(try AnswerCases.events(item), item.answerDialect)
        guard case .failed(let fault) = events.last else { return #expect(Bool(false), "ends with \(String(describing: events.last))") }
        switch item.api {
        case "openai-chat": #expect(fault.code == "tool_use_failed" && fault.kind == .provider)
        case "gemini": #expect(fault.code == "499" && fault.kind == .provider)
        case "openai-responses": #expect(fault.code == "rate_limit_exceeded" && fault.kind == .rate)
        case "bedrock-converse": #expect(fault.code == "validationException" && fault.kind == .caller)
        default: #expect(fault.code == "overloaded_error" && fault.kind == .provider)
        }
    }

    private func fault(_ item: FixtureCase) throws -> Fault {
        if item.status == 200 {
            do throws(Fault) {
                _ = try AnswerDecoder.whole((try? item.answer()) ?? [], dialect: item.answerDialect)
            } catch {
                return error
            }
            throw Passed()
        }
        var fields: HeaderFields = [:]
        if let headers = item.headers(), let object = try JSONSerialization.jsonObject(with: Data(headers)) as? [String: String] {
            for (name, value) in object { fields.append(name, value) }
        }
        return AnswerDecoder.fault(status: item.status, fields: fields, body: try item.answer(), dialect: item.answerDialect)
    }

    struct Passed: Error {}
}
