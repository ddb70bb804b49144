package import Primitives

/// Where something stands in what an operator wrote.
package struct Place: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    package let position: SourcePosition?

    package init(file: String, position: SourcePosition? = nil) {
        self.file = file
        self.position = position
    }

    package var description: String { position.map { "\(file):\($0.line):\($0.column)" } ?? file }
}

/// A value and where it was written, for checks that come after reading.
struct Placed<Value: Sendable>: Sendable {
    let value: Value
    let place: Place

    func map<Other>(_ change: (Value) -> Other) -> Placed<Other> { Placed<Other>(value: change(value), place: place) }
}

extension Placed: Equatable where Value: Equatable {}
