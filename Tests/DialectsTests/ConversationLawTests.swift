import Conversation
import Dialects
import Primitives
import TestKit
import Testing

/// decode ∘ encode is the identity on what a dialect can say.
@Suite("Conversations through a dialect and back")
struct ConversationLawTests {
    @Test("chat completions give back what they were given", arguments: 0..<300)
    func openAI(_ seed: Int) throws {
        var sample = SampleRequest(seed: UInt64(seed))
        try check(sample.openAI(), .openAIChat, "anthropic/claude-opus-4.7")
    }

    @Test("Messages give back what they were given", arguments: 0..<300)
    func anthropic(_ seed: Int) throws {
        var sample = SampleRequest(seed: UInt64(seed))
        try check(sample.anthropic(), .anthropicMessages, "claude-sonnet-4-6")
    }

    @Test("Gemini gives back what it was given", arguments: 0..<300)
    func gemini(_ seed: Int) throws {
        var sample = SampleRequest(seed: UInt64(seed))
        try check(sample.gemini(), .gemini, "gemini-3.1-pro-preview")
    }

    @Test("Converse gives back what it was given", arguments: 0..<300)
    func converse(_ seed: Int) throws {
        var sample = SampleRequest(seed: UInt64(seed))
        try check(sample.converse(), .bedrockConverse, "us.anthropic.claude-sonnet-4-6")
    }

    @Test("Responses give back what they were given", arguments: 0..<300)
    func responses(_ seed: Int) throws {
        var sample = SampleRequest(seed: UInt64(seed))
        try check(sample.responses(), .openAIResponses, "gpt-4.1")
    }

    private func check(_ request: ChatRequest, _ dialect: Dialect, _ model: String) throws {
        let sent = try ProviderRequest.encode(.conversation(request), as: RequestPlan(model: model, stream: request.stream), for: dialect)
        #expect(sent.dropped == [])
        let target = dialect == .bedrockConverse || dialect == .gemini ? RequestTarget(model: model, stream: request.stream) : nil
        let read = try IncomingRequest.decode(sent.body, dialect: dialect, target: target)
        #expect(try read.conversation() == request, "\(sent.body.text)")
        // Encoding is a function: the same again gives the same bytes.
        #expect(try ProviderRequest.encode(.conversation(read.conversation()), as: RequestPlan(model: model, stream: request.stream), for: dialect) == sent)
    }
}

/// Requests that a dialect can say in full, from a seed.
struct SampleRequest {
    private var random: SeededGenerator
    private var calls = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func text() -> String {
        let pieces = ["a", "\"", "\\", "\n", "é", "日本", "🎉", " ", "{}", "\u{7}", "</b>", "0"]
        return "t" + (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined()
    }

    private mutating func marker() -> CacheMarker? { chance(20) ? CacheMarker(lifetime: chance(50) ? .oneHour : .fiveMinutes) : nil }

    private mutating func media(_ type: String) -> Media {
        chance(50) ? Media(type: type, source: .base64("AAAA")) : Media(type: nil, source: .url("https://x/\(Int.random(in: 0..<9, using: &random))"))
    }

    private mutating func tool() -> Tool {
        Tool(
            name: "f\(Int.random(in: 0..<9, using: &random))", description: chance(50) ? text() : nil,
            parameters: #"{"type":"object","properties":{"a":{"type":"string"}}}"#, strict: chance(30) ? true : nil, cache: marker())
    }

    private mutating func common() -> ChatRequest {
        var request = ChatRequest()
        if chance(70) { request.system = (0..<Int.random(in: 1...2, using: &random)).map { _ in .text(text(), cache: marker()) } }
        if chance(50) {
            request.tools = (0..<Int.random(in: 1...3, using: &random)).map { _ in tool() }
            request.toolChoice = [nil, .auto, ToolChoice.none, .required, .tool("f1")].randomElement(using: &random)!
        }
        request.maxOutputTokens = Int.random(in: 2_000...9_000, using: &random)
        if chance(50) { request.sampling.temperature = "0.70" }
        if chance(30) { request.sampling.stop = [text(), text()] }
        if chance(30) { request.user = "u" }
        request.stream = chance(50)
        return request
    }

    mutating func openAI() -> ChatRequest {
        var request = common()
        if chance(30) { request.sampling.seed = "7" }
        if chance(30) { request.sampling.topP = "0.9" }
        if chance(30) { request.sampling.frequencyPenalty = "-0.5" }
        if chance(30) { request.sampling.presencePenalty = "1" }
        if !request.tools.isEmpty, chance(30) { request.parallelToolCalls = chance(50) }
        request.effort = chance(30) ? .high : nil
        request.serviceTier = chance(20) ? "flex" : nil
        request.output = [.text, .json, .schema(name: "n", schema: #"{"type":"object"}"#, strict: true)].randomElement(using: &random)!
        request.messages = turns(openAI: true)
        return request
    }

    mutating func anthropic() -> ChatRequest {
        var request = common()
        if request.sampling.temperature == nil, chance(30) { request.sampling.topK = "5" }
        if !request.tools.isEmpty, request.toolChoice != ToolChoice.none, chance(30) {
            request.parallelToolCalls = false
            request.toolChoice = request.toolChoice ?? .auto
        }
        request.serviceTier = chance(20) ? "auto" : nil
        if chance(30) { request.output = .schema(name: nil, schema: #"{"type":"object"}"#, strict: true) }
        request.messages = turns(openAI: false)
        // With no mark at all shunt sets its own, which is no identity.
        let last = request.messages.count - 1
        request.messages[last].parts.append(.text("end", cache: CacheMarker()))
        return request
    }

    /// As Anthropic's, but for what Gemini cannot say: cache markers, users, a schema's name, one call at a time; and with its own words.
    mutating func gemini() -> ChatRequest {
        var request = anthropic()
        (request.user, request.parallelToolCalls, request.serviceTier) = (nil, nil, chance(20) ? "flex" : nil)
        request.system = request.system.map(Self.unmarked)
        let strict = chance(30)
        if strict, !request.tools.isEmpty { request.toolChoice = .auto }
        request.tools = request.tools.map { Tool(name: $0.name, description: $0.description, parameters: $0.parameters, strict: strict ? true : nil) }
        if request.tools.isEmpty { request.toolChoice = nil }
        request.output = [.text, .json, .schema(name: nil, schema: #"{"type":"object"}"#, strict: nil)].randomElement(using: &random)!
        if chance(30) { (request.effort, request.showsReasoning) = ([.low, .medium, .high].randomElement(using: &random)!, chance(50)) }
        if chance(30) { (request.sampling.seed, request.sampling.topP) = ("7", "0.9") }
        if chance(20) { (request.sampling.logprobs, request.sampling.topLogprobs) = (true, 3) }
        for place in request.messages.indices {
            request.messages[place].parts = request.messages[place].parts.map { part in
                switch Self.unmarked(part) {
                case .image(_, _): return .image(Media(type: "image/png", source: chance(50) ? .base64("AAAA") : .url("https://x/1")))
                case .document(_, _, _): return .document(Media(type: "application/pdf", source: .base64("AAAA")), name: nil)
                case .reasoning(let text, _): return .reasoning(text: text, signature: Signature("c2ln", issuer: .gemini))
                case .redactedReasoning: return .reasoning(text: "", signature: Signature("c2ln", issuer: .gemini))
                case .toolCall(var call, _):
                    call.signature = Signature("c2ln", issuer: .gemini)
                    return .toolCall(call)
                case let other: return other
                }
            }
            // Results stand first.
            let parts = request.messages[place].parts
            func isResult(_ part: ContentPart) -> Bool { if case .toolResult = part { true } else { false } }
            request.messages[place].parts = parts.filter(isResult) + parts.filter { !isResult($0) }
        }
        return request
    }

    private static func unmarked(_ part: ContentPart) -> ContentPart {
        switch part {
        case .text(let text, _): .text(text)
        case .toolResult(let result, _): .toolResult(result)
        default: part
        }
    }

    /// As Anthropic's, but for what Bedrock cannot say: media by URL, callers' users, one call at a time, and that none may be made.
    mutating func converse() -> ChatRequest {
        var request = anthropic()
        (request.user, request.parallelToolCalls, request.serviceTier) = (nil, nil, nil)
        if request.toolChoice == ToolChoice.none { request.toolChoice = nil }
        if request.tools.isEmpty { request.toolChoice = nil }
        if request.tools.isEmpty { request.tools = [tool()] }
        var documents = 0
        for place in request.messages.indices {
            request.messages[place].parts = request.messages[place].parts.map { part in
                switch part {
                case .image(_, let cache): return .image(Media(type: "image/png", source: .base64("AAAA")), cache: cache)
                case .document(_, _, let cache):
                    documents += 1
                    return .document(Media(type: "application/pdf", source: .base64("AAAA")), name: "n \(documents)", cache: cache)
                // What comes over Converse unmarked is its own.
                case .reasoning(let text, _): return .reasoning(text: text, signature: Signature("sig", issuer: .bedrockConverse))
                case .redactedReasoning: return .redactedReasoning(Signature("blob", issuer: .bedrockConverse))
                default: return part
                }
            }
        }
        return request
    }

    /// As chat completions', but for what Responses cannot say: cache markers, stop sequences, seeds and penalties; and with what only they
    /// have. A thought stands before what it led to.
    mutating func responses() -> ChatRequest {
        var request = openAI()
        request.sampling.stop = []
        (request.sampling.seed, request.sampling.frequencyPenalty, request.sampling.presencePenalty, request.effort) = (nil, nil, nil, nil)
        if request.tools.isEmpty { (request.toolChoice, request.parallelToolCalls) = (nil, nil) }
        if chance(30) { (request.sampling.logprobs, request.sampling.topLogprobs) = (true, 3) }
        if chance(30) { request.metadata = [Label(name: "a", value: text())] }
        request.system = request.system.map(plain)
        for place in request.tools.indices {
            request.tools[place].cache = nil
            request.tools[place].strict = chance(50)
        }
        for place in request.messages.indices {
            request.messages[place].parts = request.messages[place].parts.map(plain)
            if request.messages[place].role == .assistant { request.messages[place].parts.append(.text("end")) }
        }
        return request
    }

    private func plain(_ part: ContentPart) -> ContentPart {
        switch part {
        case .text(let text, _): .text(text)
        case .image(let media, _): .image(media)
        case .document(let media, let name, _):
            if case .base64 = media.source { .document(media, name: name ?? "n.pdf") } else { .document(media, name: name) }
        case .toolCall(let call, _): .toolCall(call)
        case .toolResult(let result, _): .toolResult(result)
        case .reasoning(let text, _): .reasoning(text: text, signature: Signature("rs_1|sealed", issuer: .openAIResponses))
        case .redactedReasoning: .redactedReasoning(Signature("rs_2|blob", issuer: .openAIResponses))
        case .audio, .refusal: part
        }
    }

    private mutating func turns(openAI: Bool) -> [Message] {
        var turns: [Message] = []
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            turns.append(Message(role: .user, parts: userParts(openAI: openAI)))
            guard chance(70) else { continue }
            let results = assistantTurn(&turns, openAI: openAI)
            if !results.isEmpty { turns.append(Message(role: .user, parts: results)) }
        }
        if openAI { return turns }
        // Anthropic's turns alternate.
        let alternating = turns.reduce(into: [Message]()) { result, next in
            if result.last?.role == next.role { result[result.count - 1].parts += next.parts } else { result.append(next) }
        }
        return alternating.last?.role == .user ? alternating : alternating + [Message(role: .user, parts: [.text(text())])]
    }

    private mutating func userParts(openAI: Bool) -> [ContentPart] {
        var parts: [ContentPart] = [.text(text(), cache: marker())]
        if chance(20) { parts.append(.image(media("image/png"), cache: marker())) }
        if chance(20) { parts.append(.document(media("application/pdf"), name: chance(50) ? "n.pdf" : nil, cache: marker())) }
        if openAI, chance(10) { parts.append(.audio(Media(type: "audio/wav", source: .base64("AAAA")))) }
        if openAI, chance(10) { parts.append(.document(Media(type: nil, source: .file("file_1")), name: nil)) }
        return parts
    }

    private mutating func assistantTurn(_ turns: inout [Message], openAI: Bool) -> [ContentPart] {
        var parts: [ContentPart] = []
        if chance(30) { parts.append(.reasoning(text: text(), signature: !openAI || chance(50) ? Signature("sig", issuer: .anthropicMessages) : nil)) }
        if chance(10) { parts.append(.redactedReasoning(Signature("blob", issuer: .anthropicMessages))) }
        if chance(80) { parts.append(.text(text())) }
        if openAI, chance(10) { parts.append(.refusal(text())) }
        var results: [ContentPart] = []
        for _ in 0..<(chance(60) ? Int.random(in: 1...2, using: &random) : 0) {
            calls += 1
            parts.append(.toolCall(ToolCall(id: "c\(calls)", name: "f1", arguments: #"{"a":"\#(calls)"}"#)))
            results.append(.toolResult(ToolResult(callID: "c\(calls)", parts: [.text(text())], isError: !openAI && chance(20)), cache: marker()))
        }
        if parts.isEmpty { parts.append(.text("t")) }
        turns.append(Message(role: .assistant, parts: parts))
        return results
    }
}
