package import Primitives

/// The fields of an entry in the journal's own form, `NAME=value` one after the other (systemd.journal-fields(7)): they are written down
/// once, where they are known, and each output takes the bytes from there.
package struct LogFields: Sendable, Equatable {
    /// Of one field in ``bytes``.
    private struct Place: Equatable {
        let start: Int
        /// Of the name, where `=` stands.
        let middle: Int
        let end: Int
    }

    private var bytes: Bytes = []
    private var places: [Place] = []

    package init() {}

    /// Makes room for that many fields of usual length.
    package mutating func reserveCapacity(_ count: Int) {
        places.reserveCapacity(count)
        bytes.reserveCapacity(count * 32)
    }

    package mutating func add(_ name: StaticString, _ value: String) { add(name) { $0.append(value) } }
    package mutating func add(_ name: StaticString, _ value: Int) { add(name) { $0.append(decimal: value) } }
    package mutating func add(_ name: StaticString, _ value: Money) { add(name) { $0.append(value) } }

    /// Adds nothing for what is unknown.
    package mutating func add(_ name: StaticString, _ value: String?) { if let value { add(name, value) } }
    package mutating func add(_ name: StaticString, _ value: Int?) { if let value { add(name, value) } }
    package mutating func add(_ name: StaticString, _ value: Money?) { if let value { add(name, value) } }

    /// Adds a field whose value `write` appends.
    package mutating func add(_ name: StaticString, _ write: (inout Bytes) -> Void) {
        let start = bytes.count
        bytes.append(literal: name)
        end(nameFrom: start, write)
    }

    package mutating func append(_ field: LogEntry.Field) {
        let start = bytes.count
        bytes.append(field.name)
        end(nameFrom: start) { $0.append(field.value) }
    }

    private mutating func end(nameFrom start: Int, _ write: (inout Bytes) -> Void) {
        let middle = bytes.count
        bytes.append(UInt8(ascii: "="))
        write(&bytes)
        places.append(Place(start: start, middle: middle, end: bytes.count))
    }

    /// The name of the field at `position`.
    package func name(at position: Int) -> ByteSlice { bytes[places[position].start..<places[position].middle] }
    /// The value of the field at `position`.
    package func value(at position: Int) -> ByteSlice { bytes[(places[position].middle + 1)..<places[position].end] }
}

extension LogFields: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { places.count }
    package subscript(position: Int) -> LogEntry.Field { LogEntry.Field(name(at: position).text, value(at: position).text) }
}

extension LogFields: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: LogEntry.Field...) {
        for field in elements { append(field) }
    }
}
