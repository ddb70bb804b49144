internal import Conversation
internal import JSONText
internal import Primitives

/// What a chat-completions answer said so far, streamed or whole: its first choice. Further ones have no place in one answer.
struct OpenAIAnswer {
    private(set) var id = ""
    private var model = ""
    private var hasStarted = false
    private var calls = OpenAIToolCalls()
    /// The last reason named. Some services name it early, go on, and name it again, so that only the end makes it true.
    private(set) var finish: String?

    var isEmpty: Bool { !hasStarted }

    mutating func name(id: String?, model: String?) {
        if let id, !id.isEmpty { self.id = id }
        if let model, !model.isEmpty { self.model = model }
    }

    mutating func start(_ events: inout [ChatEvent]) {
        guard !hasStarted else { return }
        hasStarted = true
        events.append(.started(id: id, model: model))
    }

    /// Takes a choice whose content is under `key`: `delta` in a stream, `message` in a whole answer.
    mutating func take(choice: JSONValue, isWhole: Bool, into events: inout [ChatEvent]) {
        var content, message, logprobs: JSONValue?
        for (key, value) in choice.members {
            switch key {
            case "index": if let index = value.int, index != 0 { return }
            case "delta": content = value
            case "message": message = value
            case "finish_reason": if let reason = value.string, !reason.isEmpty { finish = reason }
            case "logprobs": logprobs = value
            case "usage": if let usage = OpenAIUsage.decode(value) { events.append(.usage(usage)) }
            default: break
            }
        }
        if let content = isWhole ? message ?? content : content { take(content, isWhole: isWhole, into: &events) }
        if let logprobs, let tokens = OpenAILogprobs.decode(logprobs) { events.append(.logprobs(tokens)) }
    }

    private mutating func take(_ content: JSONValue, isWhole: Bool, into events: inout [ChatEvent]) {
        var text, thoughts, otherThoughts, details, refusal, toolCalls, call, annotations, images, audio: JSONValue?
        var signature: Signature?
        for (key, value) in content.members where !value.isNull {
            switch key {
            case "content": text = value
            case "reasoning_content": thoughts = value
            case "reasoning": otherThoughts = value
            case "reasoning_details": details = value
            case "refusal": refusal = value
            case "tool_calls": toolCalls = value
            case "function_call": call = value
            case "annotations": annotations = value
            case "audio": audio = value
            case "images": images = value
            case "extra_content": signature = GoogleExtra.signature(content)
            default: break
            }
        }
        if thoughts != nil || otherThoughts != nil || details != nil {
            OpenAIThoughts.decode(thoughts, otherThoughts, details, into: &events)
        }
        if let text { take(text: text, into: &events) }
        if let annotations { OpenAICitations.decode(annotations, into: &events) }
        if let images { OpenAIMedia.decodeImages(images, into: &events) }
        if let audio { OpenAIMedia.decodeAudio(audio, into: &events) }
        if let refusal = refusal?.string, !refusal.isEmpty { events.append(.refusal(refusal)) }
        let callsBefore = calls.opened
        if let toolCalls {
            for call in toolCalls.elements { calls.take(call, isWhole: isWhole, answer: id, into: &events) }
        }
        if let call { calls.takeLegacy(call, answer: id, into: &events) }
        if let signature { take(signature, callsBefore: callsBefore, into: &events) }
    }

    /// A signature of the whole message is the first call's, where the message calls and the call has none of its own.
    private func take(_ signature: Signature, callsBefore: Int, into events: inout [ChatEvent]) {
        guard calls.opened > callsBefore else { return events.append(.reasoningSignature(signature)) }
        if events.contains(where: { if case .toolSignature = $0 { true } else { false } }) { return }
        events.append(.toolSignature(index: callsBefore, signature))
    }

    private func take(text: JSONValue, into events: inout [ChatEvent]) {
        if text.kind == .string {
            if !text.isEmptyOrNull { events.append(.text(text.string ?? "")) }
            return
        }
        // Mistral's list of parts.
        for part in text.elements {
            if part["type"]?.isString("text") == true {
                if let text = part["text"]?.string, !text.isEmpty { events.append(.text(text)) }
            } else if part["type"]?.isString("thinking") == true {
                let thoughts = OpenAIContent.thinking(part["thinking"])
                if !thoughts.isEmpty { events.append(.reasoning(thoughts)) }
            } else {
                events.append(.opaque(part.raw.text))
            }
        }
    }

    /// The answer is complete.
    mutating func end(_ events: inout [ChatEvent]) {
        calls.finish(answer: id, into: &events)
        events.append(.finished(OpenAIFinish.reason(finish, hasCalls: !calls.isEmpty)))
        events.append(.ended)
    }
}
