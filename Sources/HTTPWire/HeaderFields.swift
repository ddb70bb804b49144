package import Primitives

/// Header fields in the order they came; names compare without case.
///
/// They are kept as the lines of a message head, so that reading one and writing one copies bytes, and makes no strings but for the few fields
/// that somebody asks for.
package struct HeaderFields: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    package struct Field: Sendable, Hashable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }

        /// Whether the field may stand in a message head: a token as its name, no control character in its value
        /// (RFC 9110, section 5).
        package var isSendable: Bool {
            HeaderFields.isToken(name.utf8.span) && !HeaderFields.hasControls(value.utf8.span)
        }
    }

    /// Of one field in ``lines``.
    private struct Place: Hashable {
        let start: Int
        let nameEnd: Int
        /// Of the value; what follows is the line's end.
        let end: Int

        var name: Range<Int> { start..<nameEnd }
        var value: Range<Int> { (nameEnd + 2)..<end }
        var line: Range<Int> { start..<(end + 2) }
    }

    /// `name: value` and the line's end, one after the other.
    private var lines: Bytes = []
    private var places: [Place] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    package var count: Int { places.count }
    package var indices: Range<Int> { places.indices }

    /// All of them as strings.
    package var fields: [Field] { indices.map { self[$0] } }

    /// Makes room for that many in all, of usual length.
    package mutating func reserveCapacity(_ count: Int) {
        places.reserveCapacity(count)
        lines.reserveCapacity(count * 48)
    }

    package mutating func append(_ name: String, _ value: String) {
        let start = lines.count
        lines.append(name)
        end(nameFrom: start) { $0.append(value) }
    }

    package mutating func append(_ name: String, _ value: Int) {
        let start = lines.count
        lines.append(name)
        end(nameFrom: start) { $0.append(decimal: value) }
    }

    /// Appends a field as it came.
    package mutating func append(_ name: ByteSlice, _ value: ByteSlice) {
        let start = lines.count
        lines.append(contentsOf: name)
        end(nameFrom: start) { $0.append(contentsOf: value) }
    }

    package mutating func append(contentsOf other: HeaderFields) {
        let shift = lines.count
        lines.append(contentsOf: other.lines)
        for place in other.places { places.append(Place(start: place.start + shift, nameEnd: place.nameEnd + shift, end: place.end + shift)) }
    }

    private mutating func end(nameFrom start: Int, _ value: (inout Bytes) -> Void) {
        let nameEnd = lines.count
        lines.append(literal: ": ")
        value(&lines)
        places.append(Place(start: start, nameEnd: nameEnd, end: lines.count))
        lines.append(literal: "\r\n")
    }

    /// Drops all fields of that name.
    package mutating func remove(_ name: String) {
        guard first(name) != nil else { return }
        let others = fields.filter { !Self.same($0.name, name) }
        self = HeaderFields()
        for field in others { append(field.name, field.value) }
    }

    /// Puts one field in the place of all of that name.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        append(name, value)
    }
}

// Reading.
extension HeaderFields {
    package subscript(index: Int) -> Field { Field(name: name(at: index).text, value: value(at: index).text) }
    package func name(at index: Int) -> ByteSlice { lines[places[index].name] }
    package func value(at index: Int) -> ByteSlice { lines[places[index].value] }

    /// The field as a line of a message head, with its end.
    package func line(at index: Int) -> ByteSlice { lines[places[index].line] }

    /// Whether the field may stand in a message head: see ``Field/isSendable``.
    package func isSendable(at index: Int) -> Bool {
        let place = places[index]
        return Self.isToken(lines.span.extracting(place.name)) && !Self.hasControls(lines.span.extracting(place.value))
    }

    /// The first value of the field; nil where there is none.
    package subscript(name: String) -> String? { first(name).map { value(at: $0).text } }

    /// All values of the field, in order.
    package func all(_ name: String) -> [String] { indices.filter { isNamed(name, at: $0) }.map { value(at: $0).text } }

    /// How many fields have that name.
    package func count(of name: String) -> Int { indices.count { isNamed(name, at: $0) } }

    /// Where the first field of that name is.
    private func first(_ name: String) -> Int? { indices.first { isNamed(name, at: $0) } }

    private func isNamed(_ name: String, at index: Int) -> Bool { Self.same(lines.span.extracting(places[index].name), name.utf8.span) }

    /// Compares ASCII names without case, and without making a lowercased copy.
    package static func same(_ left: String, _ right: String) -> Bool { same(left.utf8.span, right.utf8.span) }

    private static func same(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] && lower(left[index]) != lower(right[index]) { return false }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    private static let tokens = ASCIISet { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    fileprivate static func isToken(_ bytes: Span<UInt8>) -> Bool { !bytes.isEmpty && tokens.holds(all: bytes) }

    fileprivate static func hasControls(_ bytes: Span<UInt8>) -> Bool {
        for index in bytes.indices {
            let byte = bytes[index]
            if byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F { return true }
        }
        return false
    }
}
