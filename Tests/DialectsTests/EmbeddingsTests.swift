import Conversation
import Dialects
import Primitives
import TestKit
import Testing

@Suite("OpenAI's embeddings")
struct EmbeddingsTests {
    private func read(_ body: String) throws(DialectError) -> IncomingRequest {
        try IncomingRequest.decode(Bytes(body.utf8), dialect: .openAIChat, target: .embeddings)
    }

    private func error(_ body: String) -> DialectError? {
        do {
            _ = try read(body)
            return nil
        } catch {
            return error
        }
    }

    @Test("are asked for with a text, texts, tokens, or arrays of tokens; the longest has to fit", arguments: [
        (#""12345678""#, 2), (#"["a","12345678","b"]"#, 2), ("[1,2,3]", 3), ("[[1],[2,3,4,5],[6]]", 4),
    ])
    func inputs(_ input: String, _ tokens: Int) throws {
        let facts = try read(#"{"model":"m","input":\#(input),"dimensions":3,"encoding_format":"base64","user":"u","metadata":{"mode":"search"}}"#).facts
        #expect(facts.model == "m" && facts.mode == "search" && !facts.stream)
        #expect(facts.needs == .embeddings && facts.estimatedInputTokens == tokens)
    }

    @Test("are refused by the field at fault, with OpenAI's code", arguments: [
        (#"{"model":"m"}"#, "input", "missing_required_parameter"), (#"{"input":null}"#, "input", "missing_required_parameter"),
        (#"{"input":7}"#, "input", "invalid_type"), (#"{"input":{}}"#, "input", "invalid_type"), (#"{"input":[]}"#, "input", "empty_array"),
        (#"{"input":[null]}"#, "input[0]", "invalid_type"), (#"{"input":["a",1]}"#, "input[1]", "invalid_type"),
        (#"{"input":[1,"a"]}"#, "input[1]", "invalid_type"), (#"{"input":[1,-1]}"#, "input[1]", "invalid_type"),
        (#"{"input":[[1],[2.5]]}"#, "input[1][0]", "invalid_type"), (#"{"input":[[1],[]]}"#, "input[1]", "empty_array"),
        (#"{"input":[[1],2]}"#, "input[1]", "invalid_type"), (#"{"input":"a","input":"b"}"#, "input", "duplicate_parameter"),
        (#"{"input":"a","model":1}"#, "model", "invalid_type"), (#"{"input":"a","dimensions":0}"#, "dimensions", "invalid_type"),
        (#"{"input":"a","encoding_format":1}"#, "encoding_format", "invalid_type"), (#"{"input":"a","user":1}"#, "user", "invalid_type"),
    ])
    func mistakes(_ body: String, _ parameter: String, _ code: String) {
        let error = error(body)
        #expect(error?.parameter == parameter && error?.code == code, "\(String(describing: error))")
    }

    @Test("take so many inputs and no more")
    func limit() {
        func body(_ count: Int) -> String { #"{"input":["# + Array(repeating: #""a""#, count: count).joined(separator: ",") + "]}" }
        #expect(error(body(Limits.embeddingInputs)) == nil)
        #expect(error(body(Limits.embeddingInputs + 1))?.code == "array_above_max_length")
    }

    @Test("go on byte for byte but for the model and what shunt alone reads", arguments: [
        (#"{ "model": "x", "input" : ["é", "\u00e9"], "later": 1.50 }"#, #"{ "model": "wire", "input" : ["é", "\u00e9"], "later": 1.50 }"#),
        (#"{"input":"a","metadata":{"mode":"search"}}"#, #"{"model":"wire","input":"a"}"#),
        (#"{"input":"a","metadata":{"mode":"search","b":1}}"#, #"{"model":"wire","input":"a","metadata":{"b":1}}"#),
    ])
    func splice(_ body: String, _ sent: String) throws {
        for dialect in [Dialect.openAIChat, .openAIResponses] {
            let plan = RequestPlan(model: "wire", stream: false, effort: .high, cacheKey: "k")
            let outgoing = try ProviderRequest.encode(.incoming(read(body)), as: plan, for: dialect)
            #expect(outgoing.body.text == sent && outgoing.path == "/embeddings" && outgoing.dropped.isEmpty)
        }
    }

    @Test("go to the deployment at Azure")
    func azure() throws {
        var plan = RequestPlan(model: "my model", stream: false)
        plan.platform = .azure(version: "2024-10-21")
        let outgoing = try ProviderRequest.encode(.incoming(read(#"{"input":"a"}"#)), as: plan, for: .openAIChat)
        #expect(outgoing.path == "/openai/deployments/my%20model/embeddings?api-version=2024-10-21")
        plan.platform = .azure(version: nil)
        #expect(try ProviderRequest.encode(.incoming(read(#"{"input":"a"}"#)), as: plan, for: .openAIChat).path == "/openai/v1/embeddings")
    }

    @Test("use input alone, by the total where nothing else is said", arguments: [
        (#","usage":{"prompt_tokens":8,"total_tokens":9}"#, 8), (#","usage":{"total_tokens":9}"#, 9), ("", nil), (#","usage":{}"#, nil),
    ])
    func usage(_ member: String, _ input: Int?) throws {
        let events = try AnswerDecoder.embeddings(Bytes(#"{"object":"list","data":[{"embedding":[0.5],"index":0}],"model":"m"\#(member)}"#.utf8))
        let usage = input.map { [ChatEvent.usage(Usage(input: $0, output: 0))] } ?? []
        #expect(events == [.started(id: "", model: "m")] + usage + [.ended])
    }

    @Test("without data are a fault", arguments: [
        ("no", Fault.Kind.transport), ("{}", .transport), (#"{"data":[]}"#, .transport), (#"{"data":{}}"#, .transport),
        (#"{"data":[1],"error":{"code":429,"message":"slow down"}}"#, .rate),
    ])
    func faults(_ body: String, _ kind: Fault.Kind) {
        do {
            _ = try AnswerDecoder.embeddings(Bytes(body.utf8))
            Issue.record("\(body) was taken")
        } catch {
            #expect(error.kind == kind)
        }
    }
}
