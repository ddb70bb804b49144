internal import HTTPWire
internal import Primitives

/// The head of a simulated response, with the fields that the real services send and clients read.
struct ResponseHead {
    enum Body: Equatable {
        case length(Int)
        case chunked
        /// Until the connection ends.
        case open
        /// Both length and chunks, which no sound server says.
        case both(Int)
    }

    let api: ProviderAPI
    let requestID: String
    var status = 200
    var contentType = "application/json"
    var retryAfter: String?
    var extra: [Script.ExtraField] = []

    func bytes(_ body: Body) -> Bytes {
        var head = Bytes()
        head.reserveCapacity(512)
        head.append("HTTP/1.1 ")
        head.append(decimal: status)
        head.append(" \(HTTPStatus.reason(status))\r\ncontent-type: ")
        head.append(contentType)
        append(body, to: &head)
        appendServiceFields(to: &head)
        if let retryAfter { head.append("retry-after: \(retryAfter)\r\n") }
        for field in extra { head.append("\(field.name): \(field.value)\r\n") }
        head.append("\r\n")
        return head
    }

    private func append(_ body: Body, to head: inout Bytes) {
        switch body {
        case .length(let count): head.append("\r\ncontent-length: \(count)\r\n")
        case .chunked: head.append("\r\ntransfer-encoding: chunked\r\n")
        case .open: head.append("\r\nconnection: close\r\n")
        case .both(let count): head.append("\r\ncontent-length: \(count)\r\ntransfer-encoding: chunked\r\n")
        }
    }

    private func appendServiceFields(to head: inout Bytes) {
        switch api {
        case .openAI:
            head.append("server: shunt-simulator\r\nopenai-version: 2020-10-01\r\nopenai-organization: simulator\r\nopenai-processing-ms: 1\r\nx-request-id: ")
            head.append(requestID)
            head.append("\r\nx-ratelimit-limit-requests: 500\r\nx-ratelimit-remaining-requests: \(status == 429 ? 0 : 499)\r\nx-ratelimit-reset-requests: 120ms\r\n")
        case .anthropic:
            head.append("server: shunt-simulator\r\nanthropic-organization-id: simulator\r\nrequest-id: ")
            head.append(requestID)
            head.append("\r\nanthropic-ratelimit-requests-limit: 50\r\nanthropic-ratelimit-requests-remaining: \(status == 429 ? 0 : 49)\r\n")
        }
    }
}
