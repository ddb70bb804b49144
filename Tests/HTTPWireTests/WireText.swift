import HTTPDoor
import Primitives

/// The bytes of a request.
func wire(_ lines: String..., body: String = "") -> Bytes { wire(lines, body: body) }

func wire(_ lines: [String], body: String = "") -> Bytes {
    Bytes((lines.map { $0 + "\r\n" }.joined() + "\r\n" + body).utf8)
}

extension [HTTPRequestEvent] {
    var head: HTTPRequestHead? {
        for case .head(let head) in self { return head }
        return nil
    }

    var body: String {
        reduce(into: "") { text, event in
            if case .body(let part) = event { text += part.text }
        }
    }
}
