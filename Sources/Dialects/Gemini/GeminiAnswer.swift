internal import Conversation
internal import JSONText
internal import Primitives

/// What a Gemini answer said so far, chunk by chunk or whole: its first candidate. Further ones have no place in one answer.
struct GeminiAnswer {
    private var id = ""
    private var model = ""
    private var hasStarted = false
    private var calls = 0
    private var hasContent = false
    /// The last reason named: services name it early and go on.
    private(set) var finish: String?
    private var finishMessage: String?
    private var grounding = GeminiGrounding()
    private var isBlocked = false

    var isEmpty: Bool { !hasStarted }
    /// Whether the provider said why it ended.
    var isComplete: Bool { finish != nil || isBlocked }

    /// Takes one chunk, which may be the whole answer.
    mutating func take(_ chunk: JSONValue, into events: inout [ChatEvent]) {
        var candidates, feedback, usage: JSONValue?
        for (key, value) in chunk.members where !value.isNull {
            switch key {
            case "candidates": candidates = value
            case "promptFeedback": feedback = value
            case "usageMetadata": usage = value
            case "responseId": if let id = value.string { self.id = id }
            case "modelVersion": if let model = value.string { self.model = model }
            default: break
            }
        }
        if !hasStarted {
            hasStarted = true
            events.append(.started(id: id, model: model))
        }
        for candidate in candidates?.elements.map({ $0 }) ?? [] where candidate["index"]?.int ?? 0 == 0 { take(candidate: candidate, into: &events) }
        if let feedback { take(feedback: feedback, into: &events) }
        let searches = grounding.searches
        let requests = searches == 0 || GeminiModel(model).billsEachSearch ? searches : 1
        if let counted = usage.flatMap({ GeminiUsage.decode($0, toolRequests: requests) }) { events.append(.usage(counted)) }
    }

    private mutating func take(candidate: JSONValue, into events: inout [ChatEvent]) {
        for (key, value) in candidate.members where !value.isNull {
            switch key {
            case "content": for part in value["parts"]?.elements.map({ $0 }) ?? [] { take(part: part, into: &events) }
            case "finishReason":
                if let word = GeminiWord.read(value, GeminiWord.finishReasons), word != "FINISH_REASON_UNSPECIFIED" { finish = word }
            case "finishMessage": finishMessage = value.string
            case "citationMetadata": GeminiGrounding.cite(value, into: &events)
            case "groundingMetadata": grounding.take(value)
            case "urlContextMetadata": if !value.isEmptyOrNull { events.append(.opaque(#"{"urlContextMetadata":\#(value.raw.text)}"#)) }
            case "logprobsResult": GeminiLogprobs.decode(value, into: &events)
            default: break
            }
        }
    }

    private mutating func take(part: JSONValue, into events: inout [ChatEvent]) {
        let signature = part["thoughtSignature"]?.string.flatMap { $0.isEmpty ? nil : GeminiSignature.read($0) }
        if let text = part["text"]?.string {
            if !text.isEmpty {
                hasContent = true
                events.append(part["thought"]?.bool == true ? .reasoning(text) : .text(text))
            }
        } else if let call = part["functionCall"] {
            take(call: call, signature, into: &events)
            return
        } else if let media = GeminiMedia.answered(part) {
            hasContent = true
            events.append(.media(media))
        } else if part["executableCode"] != nil || part["codeExecutionResult"] != nil || part["toolCall"] != nil || part["toolResponse"] != nil {
            // What Google ran by itself, its signature included.
            hasContent = true
            return events.append(.opaque(part.raw.text))
        }
        switch signature {
        case .signed(let signature): events.append(.reasoningSignature(signature))
        case .sealed(let data): events.append(.redactedReasoning(data))
        case nil: break
        }
    }

    /// A call comes whole. One without a name goes on with another, which only callers of this API can ask for.
    private mutating func take(call: JSONValue, _ signature: GeminiSignature.Kind?, into events: inout [ChatEvent]) {
        guard let name = call["name"]?.string, !name.isEmpty else { return }
        hasContent = true
        var id = call["id"]?.string ?? ""
        // An id is unique within a conversation where the answer's own is.
        if id.isEmpty { id = "call_\(self.id.isEmpty ? Self.unique() : self.id)_\(calls)" }
        events.append(.toolCall(index: calls, id: id, name: name))
        let arguments = call["args"].flatMap { $0.kind == .object ? $0.raw.text : nil } ?? "{}"
        events.append(.toolArguments(index: calls, arguments))
        if case .signed(let signature) = signature { events.append(.toolSignature(index: calls, signature)) }
        calls += 1
    }

    private static func unique() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    /// A prompt that was blocked gets no candidate at all.
    private mutating func take(feedback: JSONValue, into events: inout [ChatEvent]) {
        guard let word = GeminiWord.read(feedback["blockReason"], GeminiWord.blockReasons), !word.hasSuffix("UNSPECIFIED"), !isBlocked else { return }
        isBlocked = true
        if let message = feedback["blockReasonMessage"]?.string, !message.isEmpty { events.append(.refusal(message)) }
    }

    /// The answer is complete.
    mutating func end(_ events: inout [ChatEvent]) throws(Fault) {
        grounding.cite(into: &events)
        let word = finish ?? "STOP"
        if !hasContent, !isBlocked, let fault = GeminiFinish.fault(word, finishMessage) { throw fault }
        events.append(.finished(isBlocked && !hasContent ? .contentFilter : GeminiFinish.reason(word, hasCalls: calls > 0)))
        events.append(.ended)
    }
}
