/// What a column holds.
package enum DatabaseValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)

    package init(_ number: Int?) { self = number.map { .integer(Int64($0)) } ?? .null }

    package init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    package var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    package var text: String? {
        if case .text(let value) = self { value } else { nil }
    }
}
