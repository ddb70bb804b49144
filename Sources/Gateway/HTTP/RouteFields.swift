internal import Exchange
internal import HTTPWire
internal import Primitives
internal import Routing

/// The `x-shunt-` fields that tell an HTTP caller where its request went, and why.
enum RouteFields {
    static func of(_ route: Route) -> HeaderFields {
        var fields = known(route.record)
        fields.append("x-shunt-model", ascii(route.candidate.model.id.text))
        fields.append("x-shunt-reason", ascii(route.reason))
        return fields
    }

    /// What is known before any candidate has answered.
    static func known(_ record: DecisionRecord) -> HeaderFields {
        var fields: HeaderFields = [:]
        fields.reserveCapacity(8)
        if let mode = record.mode { fields.append("x-shunt-mode", ascii(mode.text)) }
        if let tier = record.tier { fields.append("x-shunt-tier", ascii(tier.text)) }
        fields.append("x-shunt-revision", ascii(record.revision.description))
        if let descent = record.descent { fields.append("x-shunt-degraded", ascii(descent.budget.text)) }
        if !record.dropped.isEmpty { fields.append("x-shunt-dropped", ascii(record.dropped.joined(separator: ","))) }
        return fields
    }

    private static let printable = ASCIISet { $0 >= 0x20 && $0 < 0x7F }

    /// Clients read other bytes in header fields in different ways, or refuse them.
    static func ascii(_ text: String) -> String {
        if printable.holds(all: text) { return text }
        return String(text.unicodeScalars.map { $0.value >= 0x20 && $0.value < 0x7F ? Character($0) : "?" })
    }
}
