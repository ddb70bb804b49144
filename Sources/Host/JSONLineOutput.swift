internal import Glibc
internal import JSONText
internal import Loop
internal import Primitives
package import Telemetry

/// Writes entries as lines of JSON in the form of `journalctl -o json`: for a daemon whose output something else collects.
package struct JSONLineOutput: LogOutput {
    let descriptor: Int32
    let identifier: String

    package init(descriptor: Int32 = STDERR_FILENO, identifier: String) {
        self.descriptor = descriptor
        self.identifier = identifier
    }

    package func write(_ entries: [LogEntry]) {
        var text = Bytes()
        // When it is written, as journald's is when it was received.
        let time = String(Clock.unixNanoseconds / 1000)
        for entry in entries { Self.append(entry, identifier: identifier, time: time, to: &text) }
        LineOutput.write(text, to: descriptor)
    }

    static func append(_ entry: LogEntry, identifier: String, time: String, to text: inout Bytes) {
        var writer = JSONWriter(into: text)
        writer.object { writer in
            writer.member("__REALTIME_TIMESTAMP", time)
            writer.member("MESSAGE", entry.message)
            writer.member("PRIORITY", String(entry.priority.rawValue))
            writer.member("SYSLOG_IDENTIFIER", identifier)
            if let id = entry.messageID { writer.member("MESSAGE_ID", id) }
            write(entry.fields, into: &writer)
        }
        text = writer.bytes
        text.append(UInt8(ascii: "\n"))
    }

    /// A field that is there several times becomes one list.
    private static func write(_ fields: LogFields, into writer: inout JSONWriter) {
        for (index, field) in fields.enumerated() where JournalRecord.isName(fields.name(at: index)) {
            guard !fields[..<index].contains(where: { $0.name == field.name }) else { continue }
            let others = fields[(index + 1)...].filter { $0.name == field.name }
            writer.key(field.name)
            if others.isEmpty {
                writer.value(field.value)
            } else {
                writer.array { for value in [field.value] + others.map(\.value) { $0.value(value) } }
            }
        }
    }
}
