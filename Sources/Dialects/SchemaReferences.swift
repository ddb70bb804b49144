internal import JSONText

/// Which parts of a JSON schema refer to which (`$ref` within the same document).
struct SchemaReferences {
    /// What each part that is referred to refers to itself, by pointer (RFC 6901).
    private var edges: [String: Set<String>] = [:]

    init(of root: JSONValue) {
        var open = Self.references(in: root)
        // What refers to the whole lies within it.
        while let pointer = open.popFirst() {
            guard edges[pointer] == nil else { continue }
            let found = Self.resolve(pointer, in: root).map(Self.references) ?? []
            edges[pointer] = found
            open.formUnion(found)
        }
    }

    /// Whether following references can go on for ever. Takes away what refers to nothing that is left, until all or nothing remains.
    var isCyclic: Bool {
        var waiting = edges.mapValues(\.count)
        var referrers: [String: [String]] = [:]
        for (pointer, found) in edges { for target in found { referrers[target, default: []].append(pointer) } }
        var ready = waiting.filter { $0.value == 0 }.map(\.key)
        var done = 0
        while let pointer = ready.popLast() {
            done += 1
            for referrer in referrers[pointer] ?? [] {
                waiting[referrer, default: 0] -= 1
                if waiting[referrer] == 0 { ready.append(referrer) }
            }
        }
        return done < edges.count
    }

    /// Recursion ends with the document's depth, which is bounded.
    private static func references(in value: JSONValue) -> Set<String> {
        var found: Set<String> = []
        collect(value, into: &found)
        return found
    }

    private static func collect(_ value: JSONValue, into found: inout Set<String>) {
        for element in value.elements { collect(element, into: &found) }
        for (key, member) in value.members {
            switch key {
            case "properties": for (_, schema) in member.members { collect(schema, into: &found) }
            case "$ref": if let pointer = member.string, pointer.hasPrefix("#") { found.insert(pointer) } else { collect(member, into: &found) }
            // Values, not schemas.
            case "enum", "const", "default", "examples", "example": break
            // What is only defined here counts where it is referred to.
            case "$defs", "definitions": break
            default: collect(member, into: &found)
            }
        }
    }

    private static func resolve(_ pointer: String, in root: JSONValue) -> JSONValue? {
        var value: JSONValue? = root
        for step in pointer.dropFirst().split(separator: "/") {
            let name = step.replacing("~1", with: "/").replacing("~0", with: "~")
            value = value?.get(String(name)) ?? Int(name).flatMap { index in value.flatMap { $0.elements.dropFirst(index).first { _ in true } } }
        }
        return value
    }
}
