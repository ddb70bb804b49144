internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import JSONText
internal import Loop
internal import Primitives

/// The one response to an HTTP request, in the shape of the API that its caller speaks.
@LoopActor
struct HTTPReply {
    let socket: StreamSocket
    let dialect: Dialect
    /// Whether the connection may carry another request.
    let keepsOpen: Bool
    /// By which the caller may ask for the request in the journal.
    let request: RequestID

    /// Answers with a document.
    func send(_ body: ByteSlice, type: String = "application/json", fields: consuming HeaderFields = [:]) {
        HTTPResponse.send(200, type: type, fields: identified(fields), body: body, keepAlive: keepsOpen, on: socket)
    }

    /// Answers with an object.
    func send(fields: HeaderFields = [:], _ members: (inout JSONWriter) -> Void) {
        var writer = JSONWriter()
        writer.object { members(&$0) }
        send(writer.bytes[...], fields: fields)
    }

    /// Answers with an error of the door's own.
    func refuse(_ status: Int, _ message: String, type: String = "invalid_request_error", _ fields: HeaderFields = [:]) {
        send(CallerError(status: status, type: type, message: message), fields)
    }

    /// Answers with what became of a call. Nobody reads it where the caller is gone.
    func fail(_ failure: CallFailure, _ fields: HeaderFields = [:]) {
        if failure.kind == .cancelled { return }
        var fields = fields
        if let delay = failure.retryAfter {
            fields.append("retry-after", String(max(1, (delay.inMilliseconds + 999) / 1000)))
            fields.append("retry-after-ms", String(delay.inMilliseconds))
        }
        if !failure.isRetryable { fields.append("x-should-retry", "false") }
        send(CallerError(failure), fields)
    }

    /// Begins a stream, whose chunks follow.
    func beginStream(_ form: StreamForm, _ fields: consuming HeaderFields) {
        HTTPResponse.beginStream(type: form.contentType(dialect), fields: identified(fields), keepAlive: keepsOpen, on: socket)
    }

    private func send(_ error: CallerError, _ fields: HeaderFields) {
        var error = error
        error.requestID = request.text
        let status = error.status(dialect)
        var fields = fields
        fields.append(contentsOf: error.fields(dialect))
        HTTPResponse.send(status, fields: identified(fields), body: error.body(dialect)[...], keepAlive: keepsOpen, on: socket)
    }

    /// The id where the API's SDKs look for it, and under shunt's own name.
    private func identified(_ fields: consuming HeaderFields) -> HeaderFields {
        if let name = dialect.requestIDField { fields.append(name, request.text) }
        fields.append("x-shunt-request-id", request.text)
        return fields
    }
}
