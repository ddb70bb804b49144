/// One entry for the journal: a readable message and the fields by which operators filter.
///
/// Fields carry names, counts and sums; never a prompt, an answer, a tool argument, a header or a key.
package struct LogEntry: Sendable, Equatable {
    /// Severity as syslog and journald number it.
    package enum Priority: Int, Sendable { case error = 3, warning = 4, notice = 5, info = 6, debug = 7 }

    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var priority: Priority
    /// 128 bits in hexadecimal, the key of the entry in the message catalog; nil for an entry that has none.
    package var messageID: String?
    package var message: String
    package var fields: LogFields

    package init(_ priority: Priority, messageID: String? = nil, message: String, fields: LogFields = []) {
        self.priority = priority
        self.messageID = messageID
        self.message = message
        self.fields = fields
    }
}
