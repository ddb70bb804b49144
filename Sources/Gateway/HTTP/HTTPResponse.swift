internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPDoor
internal import HTTPWire
internal import Loop
internal import Primitives

/// Writes the heads of responses, and whole ones.
@LoopActor
enum HTTPResponse {
    static func send(
        _ status: Int, type: String = "application/json", fields: HeaderFields = [:], body: ByteSlice, keepAlive: Bool, on socket: StreamSocket
    ) {
        var head = HTTPResponseHead(status: status)
        head.fields.reserveCapacity(3)
        head.fields.append("content-type", type)
        head.fields.append("content-length", body.count)
        var bytes = encode(head, fields, keepAlive)
        bytes.append(contentsOf: body)
        socket.write(bytes)
    }

    /// The head of an event stream, whose chunks follow.
    static func beginStream(type: String, fields: HeaderFields, keepAlive: Bool, on socket: StreamSocket) {
        var head = HTTPResponseHead(status: 200)
        head.fields.append("content-type", type)
        head.fields.append("cache-control", "no-cache")
        head.fields.append("transfer-encoding", "chunked")
        socket.write(encode(head, fields, keepAlive))
    }

    /// Answers what is not HTTP as it should be; the connection ends after it, for nobody knows where the next request begins.
    /// Where the path was read, the answer has the shape of its API.
    static func refuse(_ error: HTTPDoorError, path: String?, on socket: StreamSocket) {
        let dialect = (error.path ?? path).flatMap { HTTPPlace($0).dialect } ?? .openAIChat
        let reply = HTTPReply(socket: socket, dialect: dialect, keepsOpen: false, request: .random())
        reply.refuse(error.status, error.message)
    }

    /// Fields that could not be sent safely are left out: no answer is lost for the sake of a comment on it.
    private static func encode(_ head: HTTPResponseHead, _ fields: HeaderFields, _ keepAlive: Bool) -> Bytes {
        var head = head
        if !keepAlive { head.fields.append("connection", "close") }
        var bytes = Bytes()
        bytes.reserveCapacity(1024)
        head.encodeSendable(adding: fields, into: &bytes)
        return bytes
    }
}
