package import Primitives

/// Writes JSON by appending to `bytes`; it sets the commas, the caller closes what it opened.
package struct JSONWriter: Sendable {
    package var bytes: Bytes
    /// Whether the next element or key is one after another.
    private var follows = false

    /// Continues `bytes`, which may already hold other things, such as lines before this one.
    package init(into bytes: consuming Bytes = []) { self.bytes = bytes }

    package mutating func beginObject() { open(UInt8(ascii: "{")) }
    package mutating func endObject() { close(UInt8(ascii: "}")) }
    package mutating func beginArray() { open(UInt8(ascii: "[")) }
    package mutating func endArray() { close(UInt8(ascii: "]")) }

    package mutating func object<Failure>(_ fill: (inout Self) throws(Failure) -> Void) throws(Failure) {
        beginObject()
        try fill(&self)
        endObject()
    }

    package mutating func array<Failure>(_ fill: (inout Self) throws(Failure) -> Void) throws(Failure) {
        beginArray()
        try fill(&self)
        endArray()
    }

    package mutating func key(_ name: StaticString) {
        separate()
        name.withUTF8Buffer { Self.quote($0, into: &bytes) }
        colon()
    }

    package mutating func key(_ name: String) {
        separate()
        Self.quote(name, into: &bytes)
        colon()
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        follows = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        follows = true
    }

    private mutating func colon() {
        bytes.append(UInt8(ascii: ":"))
        follows = false
    }

    private mutating func separate() {
        if follows { bytes.append(UInt8(ascii: ",")) }
        follows = true
    }
}

// MARK: Values

extension JSONWriter {
    package mutating func value(_ text: String) {
        separate()
        Self.quote(text, into: &bytes)
    }

    package mutating func value(_ number: Int) {
        separate()
        bytes.append(decimal: number)
    }

    package mutating func value(_ number: some BinaryInteger) {
        separate()
        bytes.append(decimal: number)
    }

    package mutating func value(_ flag: Bool) {
        separate()
        bytes.append(flag ? "true" : "false")
    }

    /// A number as short as names it exactly; what is not finite becomes `null`, since JSON has no word for it.
    package mutating func value(_ number: Double) {
        separate()
        bytes.append(number.isFinite ? number.description : "null")
    }

    package mutating func null() {
        separate()
        bytes.append("null")
    }

    /// A number by its text, which must be a JSON number: nothing checks it.
    package mutating func number(_ text: String) { raw(text) }

    /// A value of another document, byte for byte.
    package mutating func value(_ other: JSONValue) { raw(other.raw) }

    /// A string whose content is escaped already, such as ``JSONValue/escapedString``.
    package mutating func value(escaped content: ByteSlice) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: content)
        bytes.append(UInt8(ascii: "\""))
    }

    /// One whole JSON value as text: nothing checks it.
    package mutating func raw(_ text: ByteSlice) {
        separate()
        bytes.append(contentsOf: text)
    }

    /// As above.
    package mutating func raw(_ text: String) {
        separate()
        bytes.append(text)
    }

    /// One whole JSON value with its line breaks become spaces: sound JSON has them between values only, and a line of NDJSON
    /// has none at all.
    package mutating func rawOnOneLine(_ text: ByteSlice) {
        separate()
        let start = bytes.count
        bytes.append(contentsOf: text)
        for index in start..<bytes.count where bytes[index] == UInt8(ascii: "\n") || bytes[index] == UInt8(ascii: "\r") {
            bytes[index] = UInt8(ascii: " ")
        }
    }
}

// MARK: Members

extension JSONWriter {
    package mutating func member(_ name: StaticString, _ text: String) {
        key(name)
        value(text)
    }

    package mutating func member(_ name: StaticString, _ number: Int) {
        key(name)
        value(number)
    }

    package mutating func member(_ name: StaticString, _ number: some BinaryInteger) {
        key(name)
        value(number)
    }

    package mutating func member(_ name: StaticString, _ flag: Bool) {
        key(name)
        value(flag)
    }

    package mutating func member(_ name: StaticString, _ other: JSONValue) {
        key(name)
        value(other)
    }

    package mutating func member(_ name: StaticString, escaped content: ByteSlice) {
        key(name)
        value(escaped: content)
    }

    package mutating func member(_ name: StaticString, raw text: ByteSlice) {
        key(name)
        raw(text)
    }

    package mutating func member(_ name: StaticString, number text: String) {
        key(name)
        number(text)
    }

    package mutating func object<Failure>(
        _ name: StaticString, _ fill: (inout Self) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try object(fill)
    }

    package mutating func array<Failure>(
        _ name: StaticString, _ fill: (inout Self) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        try array(fill)
    }
}
