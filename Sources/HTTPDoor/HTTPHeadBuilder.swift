internal import HTTPWire
internal import Primitives

/// Puts a head together from its pieces, and refuses what the parser library lets pass.
struct HTTPHeadBuilder {
    private let byteLimit: Int
    private let fieldLimit: Int
    private var bytes = 0
    private var target: Bytes = []
    private var name: Bytes = []
    private var value: Bytes = []
    private(set) var fields = HeaderFields()

    init(byteLimit: Int, fieldLimit: Int) {
        self.byteLimit = byteLimit
        self.fieldLimit = fieldLimit
        fields.reserveCapacity(min(16, fieldLimit))
    }

    /// Begins the next head, with the room that the last one took.
    mutating func reset() {
        bytes = 0
        target.removeAll(keepingCapacity: true)
        name.removeAll(keepingCapacity: true)
        value.removeAll(keepingCapacity: true)
        fields = HeaderFields()
        fields.reserveCapacity(min(16, fieldLimit))
    }

    mutating func addTarget(_ piece: ByteSlice) throws(HTTPDoorError) {
        try count(piece.count)
        target.append(contentsOf: piece)
    }

    mutating func addName(_ piece: ByteSlice, startsField: Bool) throws(HTTPDoorError) {
        if startsField { try endField() }
        try count(piece.count)
        name.append(contentsOf: piece)
    }

    mutating func addValue(_ piece: ByteSlice) throws(HTTPDoorError) {
        try count(piece.count)
        value.append(contentsOf: piece)
    }

    /// Counts what belongs to the head, whether it is kept or not.
    mutating func count(_ more: Int) throws(HTTPDoorError) {
        bytes += more
        if bytes > byteLimit { throw HTTPDoorError(status: 431, message: "the head is longer than \(byteLimit) bytes") }
    }

    private mutating func endField() throws(HTTPDoorError) {
        guard !name.isEmpty else { return }
        while let last = value.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { value.removeLast() }
        guard fields.count < fieldLimit else { throw HTTPDoorError(status: 431, message: "more than \(fieldLimit) fields") }
        fields.append(name[...], value[...])
        guard fields.isSendable(at: fields.count - 1) else { throw .malformed("a field has a character that fields cannot have") }
        name.removeAll(keepingCapacity: true)
        value.removeAll(keepingCapacity: true)
        // Colon, space and line break.
        bytes += 4
    }

    /// The complete head. `contentLength` is what the library read, which counts only where the field is there.
    mutating func finish(method: String, minor: Int, keepAlive: Bool, contentLength: UInt64) throws(HTTPDoorError) -> HTTPRequestHead {
        try endField()
        let length = try bodyLength(minor: minor, read: contentLength)
        guard fields.count(of: "host") <= 1 else { throw .malformed("more than one host field") }
        guard target.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .malformed("the target has a character that targets cannot have") }
        let text = target.text
        let (path, query) = try RequestTarget.split(text)
        let expects = minor > 0 && fields["expect"].map { HeaderFields.same($0, "100-continue") } == true
        return HTTPRequestHead(
            method: method, target: text, path: path, query: query, fields: fields,
            keepAlive: keepAlive, expectContinue: expects, contentLength: length)
    }

    /// The head is told; the next one takes another builder.
    mutating func forget() { (target, name, value, fields) = ([], [], [], HeaderFields()) }

    /// Where the body ends must be said once and in one way, or two readers could disagree about it.
    private func bodyLength(minor: Int, read: UInt64) throws(HTTPDoorError) -> Int? {
        let lengths = fields.count(of: "content-length")
        guard lengths <= 1 else { throw .malformed("more than one content-length field") }
        guard let coding = fields["transfer-encoding"] else {
            if lengths == 0 { return 0 }
            guard let length = Int(exactly: read) else { throw HTTPDoorError(status: 413, message: "the body is too long") }
            return length
        }
        guard lengths == 0 else { throw .malformed("both content-length and transfer-encoding") }
        guard minor > 0 else { throw .malformed("transfer-encoding is unknown to HTTP/1.0") }
        guard fields.count(of: "transfer-encoding") == 1, HeaderFields.same(coding, "chunked") else {
            throw HTTPDoorError(status: 501, message: "the only transfer coding known is chunked")
        }
        return nil
    }
}
