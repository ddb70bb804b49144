internal import JSONText
internal import Primitives

/// Shows any JSON object for people, member by member, so that what a newer daemon adds is seen too.
struct FieldList {
    /// Nesting that is laid out; what is deeper stays JSON.
    private static let depth = 4

    static func text(of object: JSONValue) -> StyledText {
        var list = FieldList()
        list.add(object, depth: 0)
        return list.text
    }

    private var text = StyledText()

    private mutating func add(_ object: JSONValue, depth: Int) {
        let members = Array(object.members)
        let names = members.map { Self.name($0.key.text) }
        let width = zip(names, members).reduce(0) { Self.isBlock($1.1.value, depth) ? $0 : max($0, $1.0.count) }
        let indent = String(repeating: "  ", count: depth)
        for (name, member) in zip(names, members) {
            if Self.isBlock(member.value, depth) {
                text.line("\(indent)\(name)", .bold)
                block(member.value, depth: depth + 1)
            } else {
                let gap = String(repeating: " ", count: width - name.count + 2)
                text += StyledText("\(indent)\(name)\(gap)", .dim)
                text.line(Self.scalar(member.value, key: member.key.text))
            }
        }
    }

    private mutating func block(_ value: JSONValue, depth: Int) {
        guard value.kind == .array else { return add(value, depth: depth) }
        let indent = String(repeating: "  ", count: depth)
        for element in value.elements {
            if Self.isBlock(element, depth) {
                text.line("\(indent)-")
                block(element, depth: depth + 1)
            } else {
                text.line("\(indent)\(Self.scalar(element, key: ""))")
            }
        }
    }

    /// What gets lines of its own below its name.
    private static func isBlock(_ value: JSONValue, _ depth: Int) -> Bool {
        depth < Self.depth && (value.kind == .object || value.kind == .array) && !value.isEmptyOrNull
    }

    private static func name(_ key: String) -> String {
        let words = key.hasSuffix("_ms") ? String(key.dropLast(3)) : key
        return String(words.map { $0 == "_" ? " " : $0 })
    }

    private static func scalar(_ value: JSONValue, key: String) -> String {
        if key.hasSuffix("_ms"), let milliseconds = value.int { return SpanText.text(milliseconds: milliseconds) }
        if let text = value.string { return text }
        if value.isEmptyOrNull { return value.isNull ? "unknown" : "none" }
        return value.raw.text
    }
}
