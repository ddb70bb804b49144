internal import JSONText
internal import Primitives

/// Takes thoughts out of a chat-completions request: those of other issuers; all that shunt told the caller where OpenAI itself, which
/// refuses fields that it does not know, is to read it; or all.
enum OpenAIThoughtEdits {
    private static let names: [StaticString] = ["reasoning_content", "reasoning", "reasoning_details", "extra_content"]

    static func remove(all: Bool, model: String, from body: JSONValue, _ edits: inout SourceEdits) {
        guard let messages = body["messages"] else { return }
        let isOpenAIs = OpenAIRequestEncoder.isOpenAIs(model)
        let all = all || isOpenAIs && (messages.raw.contains(Bytes("\"reasoning".utf8)) || messages.raw.contains(Bytes("\"extra_content\"".utf8)))
        guard all || ForeignThoughts.mayStand(in: messages) else { return }
        for message in messages.elements where message["role"]?.isString("assistant") == true {
            if all { edits.remove(names, from: message) } else { removeForeign(from: message, &edits) }
            for call in message["tool_calls"]?.elements.map({ $0 }) ?? [] where all || isForeign(call) { edits.remove(["extra_content"], from: call) }
        }
    }

    private static func removeForeign(from message: JSONValue, _ edits: inout SourceEdits) {
        if isForeign(message) { edits.remove(["extra_content"], from: message) }
        guard let details = message["reasoning_details"] else { return }
        edits.removeElements(of: details) { ForeignThoughts.isMarked($0["signature"]) || ForeignThoughts.isMarked($0["data"]) }
    }

    private static func isForeign(_ holder: JSONValue) -> Bool {
        ForeignThoughts.isMarked(holder["extra_content"]?["google"]?["thought_signature"])
    }
}
