internal import Primitives

/// What changes when one table takes the place of another: where requests go, what that costs, and every entry that says something else.
///
/// Order of entries, notes and spelling mean nothing; of agent rules, the order does.
package struct TableDifference: Sendable, Equatable {
    /// What kind of entry changed, in the words of the table.
    package enum Kind: String, Sendable {
        case policy, tier, model, alias, profile, delivery, expect, agent
    }

    /// One entry that came, went or says something else.
    package struct Change: Sendable, Equatable {
        package let kind: Kind
        package let name: String
        /// Nil on one side: the entry, or its field, was not there or is no more.
        package let fields: [Field]
        package let isNew: Bool
        package let isGone: Bool
    }

    package struct Field: Sendable, Equatable {
        package let name: String
        package let old: String?
        package let new: String?
    }

    package let old: Revision
    package let new: Revision
    package let routes: [RouteDifference]
    package let changes: [Change]

    package var isEmpty: Bool { routes.isEmpty && changes.isEmpty }

    package init(from old: Table, to new: Table) {
        self.old = old.revision
        self.new = new.revision
        routes = RouteDifference.all(from: old, to: new)
        let (before, after) = (TableFacts(old.definition), TableFacts(new.definition))
        changes =
            TableFacts.kinds.flatMap { Self.changes($0, before.entries[$0] ?? [:], after.entries[$0] ?? [:]) }
            + Self.agentChanges(before.agents, after.agents)
    }

    private static func changes(_ kind: Kind, _ old: [String: TableFacts.Fields], _ new: [String: TableFacts.Fields]) -> [Change] {
        Set(old.keys).union(new.keys).sorted().compactMap { name in
            let (before, after) = (old[name], new[name])
            let names = (before ?? []).map(\.name) + (after ?? []).map(\.name).filter { name in before?.contains { $0.name == name } != true }
            let fields = names.compactMap { field -> Field? in
                let (left, right) = (before?.first { $0.name == field }?.text, after?.first { $0.name == field }?.text)
                return left == right ? nil : Field(name: field, old: left, new: right)
            }
            if fields.isEmpty, before != nil, after != nil { return nil }
            return Change(kind: kind, name: name, fields: fields, isNew: before == nil, isGone: after == nil)
        }
    }

    /// A rule that only moved both went and came, since the first that fits counts.
    private static func agentChanges(_ old: [String], _ new: [String]) -> [Change] {
        new.difference(from: old).map { change in
            switch change {
            case .remove(let offset, let rule, _):
                Change(kind: .agent, name: "\(offset + 1)", fields: [Field(name: "rule", old: rule, new: nil)], isNew: false, isGone: true)
            case .insert(let offset, let rule, _):
                Change(kind: .agent, name: "\(offset + 1)", fields: [Field(name: "rule", old: nil, new: rule)], isNew: true, isGone: false)
            }
        }
    }
}
