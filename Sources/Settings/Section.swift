internal import Primitives

/// A table with known keys: the one place that names them.
struct Section<Target: Sendable>: Sendable {
    struct Key: Sendable {
        let schema: Schema.Key
        let read: @Sendable (Node, inout Target, inout Findings) -> Void
    }

    private var keys: [Key] = []
    /// Keys that belong elsewhere or to a later time, and what to say about them instead of "unknown".
    private let misplaced: [String: String]
    private let start: Target
    /// Told every key that is written, known or not, sound or not.
    private let note: (@Sendable (inout Target, String) -> Void)?

    init(
        _ start: Target, misplaced: [String: String] = [:], noting note: (@Sendable (inout Target, String) -> Void)? = nil,
        _ build: (inout Self) -> Void
    ) {
        self.start = start
        self.misplaced = misplaced
        self.note = note
        build(&self)
    }

    /// Adds a key; `set` puts its value into the target.
    mutating func key<Value>(
        _ name: String, _ summary: String, _ shape: Shape<Value>, required: Bool = false,
        _ set: @escaping @Sendable (inout Target, Placed<Value>) -> Void
    ) {
        let schema = Schema.Key(name: name, summary: summary, required: required, value: shape.schema)
        keys.append(
            Key(schema: schema) { node, target, findings in
                if let value = shape.placed.read(node, &findings) { set(&target, value) }
            })
    }

    var names: [String] { keys.map(\.schema.name) }

    var schema: Schema { .section(keys.map(\.schema)) }

    var shape: Shape<Target> {
        Shape(schema) { node, findings in
            guard case .table(let members) = node.content else {
                findings.report(node, isNot: "a table")
                return nil
            }
            return read(members, of: node, &findings)
        }
    }

    private func read(_ members: [Node.Member], of node: Node, _ findings: inout Findings) -> Target {
        var target = start
        for member in members {
            note?(&target, member.key)
            guard let key = keys.first(where: { $0.schema.name == member.key }) else {
                reportUnknown(member, &findings)
                continue
            }
            findings.within(member.key) { key.read(member.value, &target, &$0) }
        }
        for key in keys where key.schema.required && !members.contains(where: { $0.key == key.schema.name }) {
            findings.report("the key \"\(key.schema.name)\" is missing \(findings.section): \(key.schema.summary)", at: node.place)
        }
        return target
    }

    private func reportUnknown(_ member: Node.Member, _ findings: inout Findings) {
        if let text = misplaced[member.key] {
            return findings.report("\(Findings.written(member.key)) has no place \(findings.section): \(text)", at: member.place)
        }
        let names = keys.map(\.schema.name)
        let nearest = Spelling.nearest(to: member.key, among: names)
        let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(names.sorted().joined(separator: ", "))"
        findings.report("unknown key \"\(Findings.shown(member.key))\" \(findings.section)", at: member.place, suggestion: hint)
    }
}
