internal import Primitives

/// Puts the top tables of several files together: tables grow, lists of tables are appended, anything else may stand in one file only.
enum NodeMerge {
    static func merge(_ tops: [Node], _ findings: inout Findings) -> Node? {
        guard var whole = tops.first else { return nil }
        for top in tops.dropFirst() { whole = merge(whole, top, path: [], &findings) }
        return whole
    }

    /// Depth is bounded by that of each file.
    private static func merge(_ first: Node, _ second: Node, path: [String], _ findings: inout Findings) -> Node {
        guard case .table(var members) = first.content, case .table(let others) = second.content else { return first }
        for other in others {
            guard let index = members.firstIndex(where: { $0.key == other.key }) else {
                members.append(other)
                continue
            }
            let member = members[index]
            let path = path + [member.key]
            guard let value = combined(member.value, other.value, path, &findings) else {
                let name = path.map(Findings.written).joined(separator: ".")
                findings.report("\(name) is set twice: here and at \(member.place)", at: other.place, suggestion: "keep one of the two")
                continue
            }
            members[index] = Node.Member(key: member.key, place: member.place, value: value)
        }
        return Node(place: first.place, content: .table(members))
    }

    /// Nil where both cannot stand side by side.
    private static func combined(_ first: Node, _ second: Node, _ path: [String], _ findings: inout Findings) -> Node? {
        switch (first.content, second.content) {
        case (.table, .table): merge(first, second, path: path, &findings)
        case (.array(let left), .array(let right)) where (left + right).allSatisfy(\.isTable):
            Node(place: first.place, content: .array(left + right))
        default: nil
        }
    }
}

extension Node {
    var isTable: Bool { if case .table = content { true } else { false } }
}
