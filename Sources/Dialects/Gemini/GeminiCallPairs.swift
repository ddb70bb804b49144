/// Pairs results with the calls that they answer where neither names the other: by the function's name, in order.
///
/// Ids that the caller left out are invented from a call's place in the conversation, so that the same conversation has the same
/// ids each time it is sent.
struct GeminiCallPairs {
    private struct Call {
        let id: String
        let name: String
    }

    private var open: [Call] = []
    private var used: Set<String> = []
    private var count = 0

    /// The id of a call.
    mutating func call(_ given: String?, name: String) -> String {
        count += 1
        let id = given.flatMap { $0.isEmpty ? nil : $0 } ?? invented("call_\(count)")
        used.insert(id)
        open.append(Call(id: id, name: name))
        return id
    }

    private func invented(_ id: String) -> String {
        var unique = id
        while used.contains(unique) { unique += "_" }
        return unique
    }

    /// The id of the call that a result answers.
    mutating func result(_ given: String?, name: String) -> String {
        let place = given.flatMap { given in open.firstIndex { $0.id == given } } ?? open.firstIndex { $0.name == name }
        if let given, !given.isEmpty {
            // An id that no call has stays what it is.
            if let place, open[place].id == given { open.remove(at: place) }
            return given
        }
        guard let place else { return name }
        return open.remove(at: place).id
    }
}
