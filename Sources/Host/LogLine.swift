package import Primitives
package import Telemetry

/// An entry as a line for people: severity where it matters, the message, then the fields, short: `mode=planning tier=frontier`.
package enum LogLine {
    package enum Style: Sendable { case plain, coloured }

    /// What all of the daemon's fields begin with, and a reader of its lines need not see.
    private static let prefix = "SHUNT_"

    package static func append(_ entry: LogEntry, as style: Style, to text: inout Bytes) {
        let isColoured = style == .coloured
        if let label = label(of: entry.priority) {
            if isColoured { text.append(entry.priority == .error ? "\u{1B}[1;31m" : "\u{1B}[1;33m") }
            text.append(label)
            if isColoured { text.append("\u{1B}[0m") }
            text.append(" ")
        }
        append(readable: entry.message, to: &text)
        if !entry.fields.isEmpty {
            if isColoured { text.append("\u{1B}[2m") }
            for field in entry.fields { append(field, to: &text) }
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

    private static func append(_ field: LogEntry.Field, to text: inout Bytes) {
        text.append(" ")
        append(name: field.name, to: &text)
        text.append("=")
        if !field.value.isEmpty, bare.holds(all: field.value) { return text.append(field.value) }
        text.append("\"")
        append(readable: field.value, quoting: true, to: &text)
        text.append("\"")
    }

    private static let plain = ASCIISet { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    /// What needs no quotes.
    private static let bare = ASCIISet { plain.contains($0) && $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "=") }

    private static func append(name: String, to text: inout Bytes) {
        let bytes = name.utf8.span
        for index in (name.begins(with: prefix) ? prefix.utf8.count : 0)..<bytes.count {
            let byte = bytes[index]
            text.append(byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
        }
    }

    /// Appends `value` so that it can neither begin a line of its own nor speak to the terminal. Lines of a message that go on
    /// are set in by blanks, as no entry begins with one.
    private static func append(readable value: String, quoting: Bool = false, to text: inout Bytes) {
        // What nearly every value is: it needs no second look.
        if plain.holds(all: value) { return text.append(value) }
        for scalar in value.unicodeScalars {
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
}
