internal import Primitives

/// The shapes that sections are made of.
enum Shapes {
    /// A list of at most `limit` values; those that are wrong are reported and left out.
    static func list<Element>(of element: Shape<Element>, atMost limit: Int) -> Shape<[Placed<Element>]> {
        Shape(.list(element.schema, atMost: limit)) { node, findings in
            guard case .array(let nodes) = node.content else {
                findings.report(node, isNot: "a list")
                return nil
            }
            if nodes.count > limit { findings.report("\(findings.subject) has \(nodes.count) entries; at most \(limit) are allowed", at: node.place) }
            return nodes.prefix(limit).compactMap { element.placed.read($0, &findings) }
        }
    }

    /// One value or a list of them.
    static func oneOrMore<Element>(_ element: Shape<Element>, atMost limit: Int) -> Shape<[Placed<Element>]> {
        let list = list(of: element, atMost: limit)
        return Shape(.either([element.schema, list.schema])) { node, findings in
            if case .array = node.content { return list.read(node, &findings) }
            return element.placed.read(node, &findings).map { [$0] }
        }
    }

    /// A table whose keys are names; entries whose name or value is wrong are reported and left out.
    static func map<Element>(keys: NameRule, atMost limit: Int, to element: Shape<Element>) -> Shape<[MapEntry<Element>]> {
        Shape(.map(element.schema, keys: keys.form, atMost: limit)) { node, findings in
            guard case .table(let members) = node.content else {
                findings.report(node, isNot: "a table")
                return nil
            }
            if members.count > limit {
                findings.report("there are \(members.count) entries \(findings.section); at most \(limit) are allowed", at: node.place)
            }
            return members.prefix(limit).compactMap { entry($0, keys, element, &findings) }
        }
    }

    private static func entry<Element>(
        _ member: Node.Member, _ keys: NameRule, _ element: Shape<Element>, _ findings: inout Findings
    ) -> MapEntry<Element>? {
        if let flaw = keys.flaw(of: member.key) {
            findings.report("the name \"\(Findings.shown(member.key))\" \(findings.section) \(flaw)", at: member.place, suggestion: keys.remedy)
            return nil
        }
        let value = findings.within(member.key) { element.placed.read(member.value, &$0) }
        return value.map { MapEntry(key: Placed(value: member.key, place: member.place), value: $0) }
    }

    /// One of an enumeration's words.
    static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(_ type: Value.Type) -> Shape<Value> {
        let words = type.allCases.map(\.rawValue)
        return Shape(.choice(words)) { node, findings in
            guard case .text(let text) = node.content else {
                findings.report(node, isNot: "one of \(words.joined(separator: ", "))")
                return nil
            }
            if let value = Value(rawValue: text) { return value }
            let nearest = Spelling.nearest(to: text, among: words)
            findings.report(
                "\(findings.subject) must be one of \(words.joined(separator: ", ")), not \"\(Findings.shown(text))\"", at: node.place,
                suggestion: nearest.map { "did you mean \"\($0)\"?" })
            return nil
        }
    }
}

/// One entry of a table whose keys are names.
struct MapEntry<Value: Sendable>: Sendable {
    let key: Placed<String>
    let value: Placed<Value>
}
