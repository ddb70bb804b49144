package import Primitives
package import Telemetry

/// An entry as a line for people: severity where it matters, the message, then the fields, short: `mode=planning tier=frontier`.
package enum LogLine {
    package enum Style: Sendable { case plain, coloured }

    /// What all of the daemon's fields begin with, and a reader of its lines need not see.
    private static let prefix: StaticString = "SHUNT_"

    package static func append(_ entry: LogEntry, as style: Style, to text: inout Bytes) {
        let isColoured = style == .coloured
        if let label = label(of: entry.priority) {
            if isColoured { text.append(entry.priority == .error ? "\u{1B}[1;31m" : "\u{1B}[1;33m") }
            text.append(label)
            if isColoured { text.append("\u{1B}[0m") }
            text.append(" ")
        }
        append(readable: ByteSlice(entry.message.utf8), to: &text)
        let fields = entry.fields
        if !fields.isEmpty {
            if isColoured { text.append("\u{1B}[2m") }
            for place in fields.indices { append(fields.name(at: place), fields.value(at: place), to: &text) }
            if isColoured { text.append("\u{1B}[0m") }
        }
        text.append("\n")
    }

    private static func label(of priority: LogEntry.Priority) -> String? {
        switch priority {
        case .error: "error:"
        case .warning: "warning:"
        case .notice, .info: nil
        case .debug: "debug:"
        }
    }

    private static func append(_ name: ByteSlice, _ value: ByteSlice, to text: inout Bytes) {
        text.append(UInt8(ascii: " "))
        append(name: name, to: &text)
        text.append(UInt8(ascii: "="))
        if !value.isEmpty, bare.holds(all: value) { return text.append(contentsOf: value) }
        text.append(UInt8(ascii: "\""))
        append(readable: value, quoting: true, to: &text)
        text.append(UInt8(ascii: "\""))
    }

    private static let plain = ASCIISet { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    /// What needs no quotes.
    private static let bare = ASCIISet { plain.contains($0) && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "=") }

    private static func append(name: ByteSlice, to text: inout Bytes) {
        let start = text.count
        text.append(contentsOf: name.begins(with: prefix) ? name.dropFirst(prefix.utf8CodeUnitCount) : name)
        text.withUnsafeMutableBufferPointer { letters in
            for place in start..<letters.count where letters[place] >= UInt8(ascii: "A") && letters[place] <= UInt8(ascii: "Z") { letters[place] |= 0x20 }
        }
    }

    /// Appends `value` so that it can neither begin a line of its own nor speak to the terminal. Lines of a message that go on
    /// are set in by blanks, as no entry begins with one.
    private static func append(readable value: ByteSlice, quoting: Bool = false, to text: inout Bytes) {
        var rest = value
        while true {
            // What nearly all of nearly every value is: it needs no second look.
            let simple = rest.prefix(plain.count(atFrontOf: rest))
            text.append(contentsOf: simple)
            rest = rest[simple.endIndex...]
            guard let first = rest.first else { return }
            let character = rest.prefix(first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4)
            for scalar in character.text.unicodeScalars { append(scalar, quoting, to: &text) }
            rest = rest[character.endIndex...]
        }
    }

    private static func append(_ scalar: Unicode.Scalar, _ quoting: Bool, to text: inout Bytes) {
        switch scalar {
        case "\n": text.append(quoting ? "\\n" : "\n    ")
        case "\r": text.append("\\r")
        case "\t": text.append("\\t")
        case "\"" where quoting: text.append("\\\"")
        case "\\" where quoting: text.append("\\\\")
        case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
            text.append("\\u{\(String(scalar.value, radix: 16))}")
        default: text.append(contentsOf: UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter)
        }
    }
}
