internal import Conversation
internal import JSONText
internal import Primitives
internal import Routing

/// A difference of tables for programs.
///
/// `{"old","new","same","routes":[{"mode","profiles","old","new"}],"changes":[{"kind","name","change","fields":[{"name","old","new"}]}]}`; the sides
/// of a route are null or `{"tier","effort"?,"delivery","models":[{"model","weight"?,"usd_per_million_tokens":{"input","output"}}]}`.
enum DifferenceJSON {
    static func text(of difference: TableDifference) -> Bytes {
        var writer = JSONWriter()
        writer.object {
            $0.member("old", difference.old.description)
            $0.member("new", difference.new.description)
            $0.member("same", difference.isEmpty)
            $0.array("routes") { for route in difference.routes { write(route, into: &$0) } }
            $0.array("changes") { for change in difference.changes { write(change, into: &$0) } }
        }
        return writer.bytes
    }

    private static func write(_ route: RouteDifference, into writer: inout JSONWriter) {
        writer.object {
            $0.member("mode", route.mode.text)
            $0.array("profiles") { for profile in route.profiles { $0.value(profile.text) } }
            $0.key("old")
            write(route.old, into: &$0)
            $0.key("new")
            write(route.new, into: &$0)
        }
    }

    private static func write(_ way: RouteDifference.Way?, into writer: inout JSONWriter) {
        guard let way else { return writer.null() }
        writer.object {
            $0.member("tier", way.tier.text)
            if let effort = way.effort { $0.member("effort", effort.rawValue) }
            $0.member("delivery", way.delivery.rawValue)
            $0.array("models") { for offer in way.offers { write(offer, into: &$0) } }
        }
    }

    private static func write(_ offer: RouteDifference.Offer, into writer: inout JSONWriter) {
        writer.object {
            $0.member("model", offer.model.text)
            if let weight = offer.weight { $0.member("weight", weight) }
            $0.object("usd_per_million_tokens") {
                for (name, amount) in [("input", offer.input), ("output", offer.output)] {
                    $0.key(name)
                    if let amount { $0.number(amount.description) } else { $0.null() }
                }
            }
        }
    }

    private static func write(_ change: TableDifference.Change, into writer: inout JSONWriter) {
        writer.object {
            $0.member("kind", change.kind.rawValue)
            $0.member("name", change.name)
            $0.member("change", change.isNew ? "added" : change.isGone ? "removed" : "changed")
            $0.array("fields") {
                for field in change.fields {
                    $0.object {
                        $0.member("name", field.name)
                        for (side, text) in [("old", field.old), ("new", field.new)] {
                            $0.key(side)
                            if let text { $0.value(text) } else { $0.null() }
                        }
                    }
                }
            }
        }
    }
}
