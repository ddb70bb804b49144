internal import Primitives

/// Header fields in the order they came; names compare without case.
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
            !name.isEmpty && Self.tokens.holds(all: name) && !Self.hasControls(value.utf8.span)
        }

        private static let tokens = ASCIISet { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
        }

        private static func hasControls(_ bytes: Span<UInt8>) -> Bool {
            for index in bytes.indices {
                let byte = bytes[index]
                if byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F { return true }
            }
            return false
        }
    }

    package private(set) var fields: [Field] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0, value: $1) }
    }

    package var count: Int { fields.count }

    /// Makes room for that many in all.
    package mutating func reserveCapacity(_ count: Int) { fields.reserveCapacity(count) }

    package mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Drops all fields of that name.
    package mutating func remove(_ name: String) {
        fields.removeAll { Self.same($0.name, name) }
    }

    /// Puts one field in the place of all of that name.
    package mutating func set(_ name: String, _ value: String) {
        remove(name)
        append(name, value)
    }

    /// The first value of the field; nil where there is none.
    package subscript(name: String) -> String? {
        fields.first { Self.same($0.name, name) }?.value
    }

    /// All values of the field, in order.
    package func all(_ name: String) -> [String] {
        fields.filter { Self.same($0.name, name) }.map(\.value)
    }

    /// Compares ASCII names without case, and without making a lowercased copy.
    package static func same(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8.span, right.utf8.span)
        guard left.count == right.count else { return false }
        for index in left.indices where left[index] != right[index] && lower(left[index]) != lower(right[index]) { return false }
        return true
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }
}
