internal import Primitives

/// Turns an answer and a script into the steps by which a connection delivers it.
struct Delivery {
    private(set) var steps: [DeliveryStep] = []
    private let call: ProviderCall
    private let script: Script
    private let requestID: String
    /// Sent together until something comes between.
    private var pending = Bytes()

    static func steps(_ call: ProviderCall, _ script: Script, _ answer: Answer, requestID: String) -> [DeliveryStep] {
        var delivery = Delivery(call: call, script: script, requestID: requestID)
        delivery.deliver(answer)
        return delivery.finished()
    }

    /// An error without a script: what the service itself finds wrong.
    static func steps(_ error: ErrorAnswer, _ api: any ProviderAPI, requestID: String) -> [DeliveryStep] {
        let response = api.response(error, requestID: requestID)
        let head = ResponseHead(api: api, requestID: requestID, response)
        return [.send(head.bytes(.length(response.body.count)) + response.body)]
    }

    private init(call: ProviderCall, script: Script, requestID: String) {
        self.call = call
        self.script = script
        self.requestID = requestID
    }

    private mutating func deliver(_ answer: Answer) {
        if let wait = script.wait { pause(wait) }
        if breaksOff(at: .head) || spoilsHead() { return }
        if let error = wholeError() {
            let response = call.api.response(error, requestID: requestID)
            deliver(whole: response.body, scripted(ResponseHead(api: call.api, requestID: requestID, response)))
        } else if let body = script.body {
            deliver(whole: Bytes(body.utf8), head(contentType: "application/json"))
        } else if call.question.stream {
            deliver(stream: call.api.stream(answer, to: call.question, script.usage))
        } else {
            deliver(whole: answer)
        }
    }

    /// The error that stands in place of the whole answer; one with `error_after` comes within a stream instead.
    private func wholeError() -> ErrorAnswer? {
        guard script.body == nil, script.errorAfter == nil || !call.question.stream else { return nil }
        let failing = script.status.map { $0 >= 400 } ?? false
        guard failing || script.error != nil || script.errorAfter != nil else { return nil }
        return error(status: script.status)
    }

    private func error(status: Int?) -> ErrorAnswer {
        let kind = script.error ?? status.map { ErrorKind(status: $0) } ?? call.api.lateError
        var error = ErrorAnswer(kind, status: status, message: script.message)
        error.model = call.model
        error.inputTokens = call.question.prompt.tokens
        return error
    }

    private func head(contentType: String) -> ResponseHead {
        var head = ResponseHead(api: call.api, requestID: requestID)
        head.status = script.status ?? 200
        head.contentType = contentType
        return scripted(head)
    }

    private func scripted(_ head: ResponseHead) -> ResponseHead {
        var head = head
        if let contentType = script.contentType { head.contentType = contentType }
        head.retryAfter = script.retryAfter
        head.extra += script.fields
        return head
    }
}

// MARK: Heads that are none

extension Delivery {
    private mutating func spoilsHead() -> Bool {
        if script.framing == .noHTTP {
            pending.append("SSH-2.0-simulator\r\n")
            end(.close)
            return true
        }
        switch script.endless {
        case .headers: return endless(after: "HTTP/1.1 200 OK\r\n", "x-filler: the next field is the last one, or the one after it\r\n")
        case .header: return endless(after: "HTTP/1.1 200 OK\r\nx-filler: ", "and so on, and so on, and so on, ")
        case .line, .tokens, nil: return false
        }
    }

    private mutating func endless(after start: String, _ more: String) -> Bool {
        pending.append(start)
        end(.repeating(Bytes(String(repeating: more, count: 64).utf8)))
        return true
    }
}

// MARK: Whole answers

extension Delivery {
    private mutating func deliver(whole answer: Answer) {
        // A provider sends a whole answer when its last token is there.
        if let first = script.first { pause(first) }
        if let delay = script.delay { pause(delay * (answer.reasoning.count + answer.text.count)) }
        var body = call.api.whole(answer, to: call.question, script.usage)
        if script.malformed != nil { body.removeLast(body.count / 2) }
        deliver(whole: body, head(contentType: "application/json"))
    }

    private mutating func deliver(whole body: Bytes, _ head: ResponseHead) {
        let broken = script.cut ?? script.reset ?? script.silence
        if broken != nil || script.framing == .short {
            pending += head.bytes(.length(body.count))
            pending += body.prefix(body.count / 2)
            end(script.reset != nil ? .reset : script.silence != nil ? .hang : .close)
        } else if script.endless != nil {
            pending += head.bytes(.open)
            pending += body.dropLast()
            end(.repeating(Bytes(repeating: UInt8(ascii: " "), count: 4096)))
        } else {
            deliver(framed: body, head)
        }
    }

    private mutating func deliver(framed body: Bytes, _ head: ResponseHead) {
        switch script.framing {
        case .close:
            pending += head.bytes(.open) + body
            end(.close)
        case .badChunk:
            pending += head.bytes(.chunked) + Bytes("zz\r\n".utf8) + body
            end(.close)
        case .both:
            pending += head.bytes(.both(body.count))
            append(chunk: body)
            pending.append("0\r\n\r\n")
        case .proper, .short, .noHTTP:
            pending += head.bytes(.length(body.count))
            pending += body
        }
    }
}

// MARK: Streams

extension Delivery {
    private mutating func deliver(stream: StreamRendering) {
        beginStream(stream)
        if breaksOff(at: .token(0)) || spoils(stream, at: 0) { return }
        if let first = script.first { pause(first) }
        for (index, token) in stream.tokens.enumerated() {
            if index > 0, let delay = script.delay { pause(delay) }
            append(token)
            if breaksOff(at: .token(index + 1)) || spoils(stream, at: index + 1) { return }
        }
        if script.endless == .tokens { return end(.repeating(framed(stream.tokens.last ?? stream.opening))) }
        if breaksOffLater(than: stream.tokens.count) { return }
        endStream(stream)
    }

    private mutating func beginStream(_ stream: StreamRendering) {
        let head = head(contentType: call.api.framing.contentType)
        switch script.framing {
        case .close: pending += head.bytes(.open)
        case .short: pending += head.bytes(.length(Self.bytes(stream) + 100))
        case .both: pending += head.bytes(.both(100))
        case .proper, .badChunk, .noHTTP: pending += head.bytes(.chunked)
        }
        append(stream.opening)
    }

    private mutating func endStream(_ stream: StreamRendering) {
        if script.end != .noFinish {
            append(stream.finish + stream.usage)
            if script.end != .noDone { append(stream.done) }
        }
        if chunked { pending.append("0\r\n\r\n") } else { end(.close) }
    }

    private static func bytes(_ stream: StreamRendering) -> Int {
        stream.tokens.reduce(stream.opening.count + stream.finish.count + stream.usage.count + stream.done.count) { $0 + $1.count }
    }

    /// What spoils the stream after so many tokens; true where the stream ends by it.
    private mutating func spoils(_ stream: StreamRendering, at count: Int) -> Bool {
        if script.malformed == count { append(call.api.framing.malformed) }
        if script.badChecksum == count { append(call.api.framing.badChecksum) }
        if script.errorAfter == count {
            append(call.api.event(error(status: nil), in: stream, after: count))
            if chunked { pending.append("0\r\n\r\n") } else { end(.close) }
            return true
        }
        if script.framing == .badChunk, count == 1 {
            pending.append("zz\r\nthis is no chunk\r\n")
            end(.close)
            return true
        }
        if script.endless == .line, count == 1 {
            append(call.api.framing.endless)
            end(.repeating(framed(Bytes(repeating: UInt8(ascii: "x"), count: 4096))))
            return true
        }
        return false
    }

    private var chunked: Bool { script.framing != .close && script.framing != .short }

    private mutating func append(_ bytes: Bytes) {
        if bytes.isEmpty { return }
        if chunked { append(chunk: bytes) } else { pending += bytes }
    }

    private mutating func append(chunk bytes: Bytes) {
        pending.append(String(bytes.count, radix: 16))
        pending.append("\r\n")
        pending += bytes
        pending.append("\r\n")
    }

    private func framed(_ bytes: Bytes) -> Bytes {
        chunked ? Bytes("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Bytes("\r\n".utf8) : bytes
    }
}

// MARK: Steps

extension Delivery {
    private mutating func breaksOff(at place: Script.Place) -> Bool {
        if script.reset == place { end(.reset) } else if script.cut == place { end(.close) } else if script.silence == place { end(.hang) } else { return false }
        return true
    }

    /// A break set beyond the last token happens before the finish reason.
    private mutating func breaksOffLater(than count: Int) -> Bool {
        for (place, step) in [(script.reset, DeliveryStep.reset), (script.cut, .close), (script.silence, .hang)] {
            if case .token(let token) = place, token > count {
                end(step)
                return true
            }
        }
        return false
    }

    private mutating func pause(_ duration: Duration) {
        flush()
        steps.append(.pause(duration))
    }

    private mutating func end(_ step: DeliveryStep) {
        flush()
        steps.append(step)
    }

    private mutating func flush() {
        if pending.isEmpty { return }
        if let size = script.writeBytes {
            var rest = pending[...]
            while !rest.isEmpty {
                steps.append(.send(Bytes(rest.prefix(size))))
                steps.append(.flush)
                rest = rest.dropFirst(size)
            }
        } else {
            steps.append(.send(pending))
        }
        pending = []
    }

    private consuming func finished() -> [DeliveryStep] {
        flush()
        return steps
    }
}
