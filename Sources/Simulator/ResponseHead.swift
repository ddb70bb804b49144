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

    let api: any ProviderAPI
    let requestID: String
    var status = 200
    var contentType = "application/json"
    var retryAfter: String?
    var extra: [Script.ExtraField] = []

    init(api: any ProviderAPI, requestID: String) {
        self.api = api
        self.requestID = requestID
    }

    init(api: any ProviderAPI, requestID: String, _ error: ErrorResponse) {
        self.init(api: api, requestID: requestID)
        status = error.status
        contentType = error.contentType
        extra = error.fields
    }

    func bytes(_ body: Body) -> Bytes {
        var head = Bytes()
        head.reserveCapacity(512)
        head.append("HTTP/1.1 ")
        head.append(decimal: status)
        head.append(" \(HTTPStatus.reason(status))\r\ncontent-type: ")
        head.append(contentType)
        append(body, to: &head)
        head.append(api.fields(status: status, requestID: requestID))
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
}
