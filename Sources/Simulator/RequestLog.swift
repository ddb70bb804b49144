internal import JSONText
internal import Primitives

/// The latest requests, within ``Limits/recordedRequests`` and ``Limits/recordedBytes``; older ones are dropped and counted.
package struct RequestLog: Sendable {
    package private(set) var requests: [ReceivedRequest] = []
    /// Requests ever received.
    package private(set) var total = 0
    private var bytes = 0

    /// Returns the number by which ``finish(_:_:)`` finds it.
    mutating func add(_ head: RequestHead, body: Bytes) -> Int {
        total += 1
        bytes += body.count
        requests.append(ReceivedRequest(number: total, head, body: body))
        // Dropping in lots keeps the cost of a request constant.
        if requests.count >= 2 * Limits.recordedRequests { drop(Limits.recordedRequests) }
        while bytes > Limits.recordedBytes, requests.count > 1 { drop(max(1, requests.count / 4)) }
        return total
    }

    mutating func name(_ number: Int, model: String) {
        if let index = index(number) { requests[index].model = model }
    }

    mutating func finish(_ number: Int, _ outcome: ReceivedRequest.Outcome) {
        if let index = index(number) { requests[index].outcome = outcome }
    }

    mutating func removeAll() {
        requests.removeAll()
        bytes = 0
    }

    func json() -> Bytes {
        var json = JSONWriter()
        json.object { json in
            json.member("total", total)
            json.array("requests") { json in
                for request in requests.suffix(Limits.recordedRequests) { request.write(to: &json) }
            }
        }
        return json.bytes
    }

    private func index(_ number: Int) -> Int? {
        guard let first = requests.first?.number, number >= first, number - first < requests.count else { return nil }
        return number - first
    }

    private mutating func drop(_ count: Int) {
        for request in requests.prefix(count) { bytes -= request.body.count }
        requests.removeFirst(count)
    }
}
