package import Primitives

/// What must never be written into a message head, because it would start another field or another message.
package struct HTTPFieldError: Error, Equatable, Sendable {
    /// The name of the field.
    package let field: String

    package init(field: String) { self.field = field }
}

/// The status line and fields of an answer.
package struct HTTPResponseHead: Sendable, Equatable {
    package let status: Int
    package var fields: HeaderFields

    package init(status: Int, fields: HeaderFields = HeaderFields()) {
        self.status = status
        self.fields = fields
    }

    /// Appends the head with its blank line, as HTTP/1.1; nothing is appended where a field cannot be sent.
    package func encode(into bytes: inout Bytes) throws(HTTPFieldError) {
        for index in fields.indices where !fields.isSendable(at: index) { throw HTTPFieldError(field: fields.name(at: index).text) }
        appendStatus(to: &bytes)
        for index in fields.indices { bytes.append(contentsOf: fields.line(at: index)) }
        bytes.append(literal: "\r\n")
    }

    /// Appends the head with its blank line, as HTTP/1.1, and with `more` fields behind its own, without the fields that cannot be sent.
    package func encodeSendable(adding more: HeaderFields = HeaderFields(), into bytes: inout Bytes) {
        appendStatus(to: &bytes)
        fields.appendSendable(to: &bytes)
        more.appendSendable(to: &bytes)
        bytes.append(literal: "\r\n")
    }

    private func appendStatus(to bytes: inout Bytes) {
        bytes.append(literal: "HTTP/1.1 ")
        bytes.append(decimal: status)
        bytes.append(UInt8(ascii: " "))
        bytes.append(HTTPStatus.reason(status))
        bytes.append(literal: "\r\n")
    }
}

extension HeaderFields {
    fileprivate func appendSendable(to bytes: inout Bytes) {
        for index in indices where isSendable(at: index) { bytes.append(contentsOf: line(at: index)) }
    }
}
