internal import Conversation
internal import Primitives
internal import Routing

/// A difference of tables for people.
enum DifferenceText {
    static func text(of difference: TableDifference) -> StyledText {
        var text = StyledText("\(difference.old) → \(difference.new)\n", .bold)
        if difference.isEmpty { text.line("both tables mean the same") }
        if !difference.routes.isEmpty {
            text.line()
            text.line("Where modes go, USD per million tokens of input/output", .bold)
            for route in difference.routes { add(route, to: &text) }
        }
        if !difference.changes.isEmpty {
            text.line()
            text.line("What entries say", .bold)
            for change in difference.changes { add(change, to: &text) }
        }
        return text
    }

    private static func add(_ route: RouteDifference, to text: inout StyledText) {
        text.line("  \(route.mode) on \(route.profiles.map(\.text).joined(separator: ", "))")
        text.line("    - \(route.old.map(way) ?? "nowhere")", .red)
        text.line("    + \(route.new.map(way) ?? "nowhere")", .green)
    }

    private static func way(_ way: RouteDifference.Way) -> String {
        let notes = [way.effort.map { "effort \($0.rawValue)" }, way.delivery == .whole ? "delivered whole" : nil].compactMap(\.self)
        let offers = way.offers.map { offer in
            let weight = offer.weight.map { " ×\($0)" } ?? ""
            return "\(offer.model)\(weight) \(price(offer))"
        }
        return "\(way.tier): \(offers.joined(separator: ", "))" + (notes.isEmpty ? "" : " (\(notes.joined(separator: ", ")))")
    }

    private static func price(_ offer: RouteDifference.Offer) -> String {
        "\(offer.input?.description ?? "?")/\(offer.output?.description ?? "?")"
    }

    private static func add(_ change: TableDifference.Change, to text: inout StyledText) {
        let name = change.kind == .policy ? change.name : "\(change.kind.rawValue) \(change.name)"
        text.line("  \(name)\(change.isNew ? " is new" : change.isGone ? " is gone" : "")")
        for field in change.fields {
            switch (field.old, field.new) {
            case (let old?, nil): text.line("    - \(field.name): \(old)", .red)
            case (nil, let new?): text.line("    + \(field.name): \(new)", .green)
            default: text.line("    \(field.name): \(field.old ?? "") → \(field.new ?? "")")
            }
        }
    }
}
