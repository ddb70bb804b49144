/// One `[[agents]]` entry, value by value, before the checks between values.
struct AgentDraft: Sendable {
    /// The keys that are written, sound or not.
    var written: Set<String> = []
    var name: Placed<String>?
    var header: [MapEntry<[Placed<String>]>] = []
    var client: [Placed<String>]?
    var model: [Placed<String>]?
    var tools: [Placed<String>] = []
    var withoutTools: [Placed<String>] = []
    var system: [Placed<String>] = []
    var marker: [Placed<String>] = []
    var until: Placed<[Placed<String>]>?
    var mode: Placed<String>?
}
