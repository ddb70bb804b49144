internal import Conversation
internal import JSONText
internal import Primitives

/// Numbers the tool calls of one answer from 0 and gives each an id and a name before its arguments.
///
/// Services number them from 1, not at all, or all alike; leave ids empty, repeat them, or send names late.
struct OpenAIToolCalls {
    private struct Call {
        let index: Int?
        var id: String
        /// Its place in the answer, given when its name is known; nil before that.
        var number: Int?
        /// Arguments that came before the name.
        var early = ""
    }

    private var calls: [Call] = []
    /// How many have a number.
    private(set) var opened = 0

    var isEmpty: Bool { calls.isEmpty }

    /// Takes one call of a delta; `isWhole` where it is one of a whole answer, and never goes on with another.
    mutating func take(_ delta: JSONValue, isWhole: Bool, answer: String, into events: inout [ChatEvent]) {
        guard delta.kind == .object else { return }
        let function = delta["function"] ?? delta["custom"]
        let name = function?["name"]?.string ?? ""
        let id = delta["id"]?.string ?? ""
        let place = isWhole ? nil : find(index: delta["index"]?.int, id: id, name: name)
        let call = place ?? calls.count
        if place == nil { calls.append(Call(index: delta["index"]?.int, id: id)) }
        if calls[call].id.isEmpty { calls[call].id = id }
        add(arguments(function), name: name, to: call, answer, &events)
        if let number = calls[call].number, let signature = GoogleExtra.signature(delta) { events.append(.toolSignature(index: number, signature)) }
    }

    /// The form that tool calls replaced: one call, without id.
    mutating func takeLegacy(_ call: JSONValue, answer: String, into events: inout [ChatEvent]) {
        guard call.kind == .object else { return }
        if calls.isEmpty { calls.append(Call(index: 0, id: "")) }
        add(arguments(call), name: call["name"]?.string ?? "", to: 0, answer, &events)
    }

    /// Opens calls whose name never came, so that nothing that was said is lost.
    mutating func finish(answer: String, into events: inout [ChatEvent]) {
        for call in calls.indices where calls[call].number == nil { _ = open(call, name: "", answer, &events) }
    }

    /// The call that a delta goes on with; nil where it begins one.
    private func find(index: Int?, id: String, name: String) -> Int? {
        guard let index else {
            if !id.isEmpty { return calls.lastIndex { $0.id == id } }
            // Without index, id and name it can only go on with the last; with a name it begins the next.
            guard name.isEmpty || calls.last.map({ $0.number == nil }) ?? false else { return nil }
            return calls.indices.last
        }
        guard let place = calls.lastIndex(where: { $0.index == index }) else { return nil }
        // Another id and a name under the same number: a service that numbers all calls alike.
        let isAnother = !id.isEmpty && !name.isEmpty && !calls[place].id.isEmpty && calls[place].id != id
        return isAnother ? nil : place
    }

    private func arguments(_ function: JSONValue?) -> String {
        guard let arguments = function?["arguments"] ?? function?["input"] else { return "" }
        return arguments.string ?? (arguments.kind == .object ? arguments.raw.text : "")
    }

    private mutating func add(_ arguments: String, name: String, to call: Int, _ answer: String, _ events: inout [ChatEvent]) {
        if calls[call].number == nil, name.isEmpty { return calls[call].early += arguments }
        let number = calls[call].number ?? open(call, name: name, answer, &events)
        if !arguments.isEmpty { events.append(.toolArguments(index: number, arguments)) }
    }

    private mutating func open(_ call: Int, name: String, _ answer: String, _ events: inout [ChatEvent]) -> Int {
        let number = opened
        opened += 1
        calls[call].number = number
        // An id is unique within a conversation where the answer's own is.
        if calls[call].id.isEmpty { calls[call].id = "call_\(answer.isEmpty ? Self.unique() : answer)_\(number)" }
        events.append(.toolCall(index: number, id: calls[call].id, name: name))
        if !calls[call].early.isEmpty { events.append(.toolArguments(index: number, calls[call].early)) }
        calls[call].early = ""
        return number
    }

    private static func unique() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }
}
