import Conversation

/// What an answer says, gathered once from events and once by a reader that shares no code with the decoders.
struct Reading: Equatable {
    struct Call: Equatable {
        var name: String
        var arguments: String
    }

    var id = ""
    var text = ""
    var refusal = ""
    var reasoning = ""
    var signatures: [String] = []
    var sealed: [String] = []
    var calls: [Call] = []
    var finish: FinishReason?
    var usage: Usage?
    var failed = false

    init() {}

    init(_ events: [ChatEvent]) {
        for event in events {
            switch event {
            case .started(let id, _): self.id = id
            case .text(let part): text += part
            case .refusal(let part): refusal += part
            case .reasoning(let part): reasoning += part
            case .reasoningSignature(let signature): signatures.append(signature.text)
            case .redactedReasoning(let data): sealed.append(data.text)
            case .toolCall(_, _, let name): calls.append(Call(name: name, arguments: ""))
            case .toolArguments(let index, let part): calls[index].arguments += part
            case .finished(let reason): finish = reason
            case .usage(let usage): self.usage = usage
            case .failed: failed = true
            case .toolSignature(_, let signature): signatures.append(signature.text)
            case .citation, .media, .logprobs, .opaque, .ended: break
            }
        }
    }
}
