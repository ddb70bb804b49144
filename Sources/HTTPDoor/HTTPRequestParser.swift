internal import CHTTPParser
internal import HTTPWire
package import Primitives

/// Reads the requests of one connection, one after another.
///
/// Each call gives the events of one request only. What was sent behind it stays here until ``resume()`` asks for it, so that
/// requests in a row are answered in a row. After an error the connection cannot be read on: each further call throws it again.
package final class HTTPRequestParser {
    /// Head, body and end: what a small request comes as.
    private static let usualEvents = 3

    private let parser: OpaquePointer?
    private let headLimit: Int
    private let fieldLimit: Int
    private let bodyLimit: Int
    private var builder: HTTPHeadBuilder
    private var state = State.head
    private var headBytes = 0
    private var bodyBytes = 0
    private var leftover: ByteSlice = []
    private var failure: HTTPDoorError?

    private enum State {
        /// Before or in a head. Next: body.
        case head
        /// Behind a head; trailers are part of it. Next: ended.
        case body
        /// Behind a request whose successor nobody asked for yet. Next: head.
        case ended
    }

    package init(
        headLimit: Int = Limits.requestHeadBytes, fieldLimit: Int = Limits.headerFields, bodyLimit: Int = Limits.requestBytes
    ) {
        parser = shunt_http_parser_create()
        self.headLimit = headLimit
        self.fieldLimit = fieldLimit
        self.bodyLimit = bodyLimit
        builder = HTTPHeadBuilder(byteLimit: headLimit, fieldLimit: fieldLimit)
    }

    deinit {
        if let parser { shunt_http_parser_destroy(parser) }
    }

    /// Whether bytes of a later request wait for ``resume()``.
    package var hasLeftover: Bool { !leftover.isEmpty }

    /// Whether nothing of a request was read yet, so that the connection may be closed without harm.
    package var isBetweenRequests: Bool {
        switch state {
        case .head: headBytes == 0
        case .body: false
        case .ended: leftover.isEmpty
        }
    }

    package func feed(_ bytes: Bytes) throws(HTTPDoorError) -> [HTTPRequestEvent] { try feed(bytes[...]) }

    /// The events of the current request that `bytes` bring; behind its end they are only kept.
    package func feed(_ bytes: ByteSlice) throws(HTTPDoorError) -> [HTTPRequestEvent] {
        if let failure { throw failure }
        if case .ended = state {
            leftover = leftover.isEmpty ? bytes : leftover + bytes
            return []
        }
        do {
            return try parse(bytes)
        } catch {
            failure = error
            throw error
        }
    }

    /// Turns to the next request: the events that lie here already. To be called once the last one is answered.
    package func resume() throws(HTTPDoorError) -> [HTTPRequestEvent] {
        if let failure { throw failure }
        guard case .ended = state else { return [] }
        state = .head
        (headBytes, bodyBytes) = (0, 0)
        builder.reset()
        let waiting = leftover
        leftover = []
        return try feed(waiting)
    }

    private func parse(_ bytes: ByteSlice) throws(HTTPDoorError) -> [HTTPRequestEvent] {
        guard let parser else { throw HTTPDoorError(status: 503, message: "no memory") }
        let outcome = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { shunt_http_parser_feed(parser, $0, buffer.count) }
        }
        guard let outcome, !bytes.isEmpty else { return [] }
        var events: [HTTPRequestEvent] = []
        events.reserveCapacity(Self.usualEvents)
        for record in UnsafeBufferPointer(start: outcome.records, count: outcome.count) {
            let piece = bytes[bytes.startIndex + Int(record.start)..<bytes.startIndex + Int(record.end)]
            if let event = try take(record.piece, piece, outcome.head) { events.append(event) }
        }
        if let error = HTTPDoorError(outcome) { throw error }
        try settle(bytes, consumed: outcome.consumed)
        return events
    }

    private func settle(_ bytes: ByteSlice, consumed: Int) throws(HTTPDoorError) {
        switch state {
        // An empty rest would keep all bytes before it.
        case .ended: leftover = consumed == bytes.count ? [] : bytes.dropFirst(consumed)
        case .body: break
        case .head:
            // White space that is part of no piece counts too.
            headBytes += bytes.count
            if headBytes > headLimit { try builder.count(headBytes) }
        }
    }

    private func take(_ kind: shunt_http_piece, _ piece: ByteSlice, _ head: shunt_http_head) throws(HTTPDoorError) -> HTTPRequestEvent? {
        switch (kind, state) {
        case (SHUNT_HTTP_TARGET, _):
            try builder.addTarget(piece)
        case (SHUNT_HTTP_NAME, .head), (SHUNT_HTTP_NAME_REST, .head):
            try builder.addName(piece, startsField: kind == SHUNT_HTTP_NAME)
        case (SHUNT_HTTP_VALUE, .head):
            try builder.addValue(piece)
        case (SHUNT_HTTP_NAME, _), (SHUNT_HTTP_NAME_REST, _), (SHUNT_HTTP_VALUE, _):
            // Trailers: nobody reads them, but they count.
            try builder.count(piece.count)
        case (SHUNT_HTTP_HEAD_END, _):
            return .head(try finishHead(head))
        case (SHUNT_HTTP_BODY, _):
            return .body(try checked(piece))
        default:
            state = .ended
            builder.forget()
            return .end
        }
        return nil
    }

    private func finishHead(_ head: shunt_http_head) throws(HTTPDoorError) -> HTTPRequestHead {
        state = .body
        guard head.major == 1, head.minor <= 1 else {
            throw HTTPDoorError(status: 505, message: "only HTTP/1.0 and HTTP/1.1 are spoken here")
        }
        let method = head.method.map { String(cString: $0) } ?? ""
        guard method != "CONNECT" else { throw HTTPDoorError(status: 405, message: "this is no proxy") }
        let finished = try builder.finish(
            method: method, minor: Int(head.minor), keepAlive: head.keep_alive, contentLength: head.content_length)
        if let length = finished.contentLength, length > bodyLimit { throw tooLong(finished.path) }
        return finished
    }

    private func checked(_ piece: ByteSlice) throws(HTTPDoorError) -> ByteSlice {
        bodyBytes += piece.count
        if bodyBytes > bodyLimit { throw tooLong(nil) }
        return piece
    }

    private func tooLong(_ path: String?) -> HTTPDoorError {
        HTTPDoorError(status: 413, message: "the body is longer than \(bodyLimit) bytes", path: path)
    }
}

extension HTTPDoorError {
    /// The library's verdict; nil where it found nothing wrong.
    fileprivate init?(_ outcome: shunt_http_outcome) {
        let reason = outcome.reason.map { String(cString: $0) } ?? "malformed"
        switch outcome.fault {
        case SHUNT_HTTP_SOUND: return nil
        case SHUNT_HTTP_FOLDED: self = .malformed("a field goes on over several lines")
        case SHUNT_HTTP_HEAD_TOO_LONG: self.init(status: 431, message: reason)
        case SHUNT_HTTP_UNKNOWN_METHOD: self.init(status: 501, message: reason)
        case SHUNT_HTTP_UNKNOWN_VERSION: self.init(status: 505, message: reason)
        case SHUNT_HTTP_NO_MEMORY: self.init(status: 503, message: "no memory")
        default: self = .malformed(reason)
        }
    }
}
