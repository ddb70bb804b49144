internal import Primitives

/// An error in one API's words: what its HTTP response consists of.
struct ErrorResponse: Sendable, Equatable {
    let status: Int
    var contentType = "application/json"
    var fields: [Script.ExtraField] = []
    let body: Bytes

    init(status: Int, _ body: String) {
        self.status = status
        self.body = Bytes(body.utf8)
    }
}
