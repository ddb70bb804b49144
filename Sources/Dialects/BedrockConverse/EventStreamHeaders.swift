internal import Conversation
internal import Primitives

/// Walks over the headers of a frame: a name, a type, and a value whose length the type says or precedes it.
struct EventStreamHeaders {
    private var rest: ByteSlice

    init(_ bytes: ByteSlice) { rest = bytes }

    /// The next header; nil behind the last.
    mutating func next() throws(Fault) -> (name: String, value: ByteSlice)? {
        guard !rest.isEmpty else { return nil }
        let name = try take(number(1)).text
        let length = try length(ofType: number(1))
        return (name, try take(length))
    }

    private mutating func length(ofType type: Int) throws(Fault) -> Int {
        switch type {
        case 0, 1: 0  // true and false
        case 2: 1
        case 3: 2
        case 4: 4
        case 5, 8: 8  // a number, a moment
        case 6, 7: try number(2)  // bytes, text
        case 9: 16
        default: throw EventStreamFrame.damaged("a header is of the unknown type \(type)")
        }
    }

    private mutating func number(_ bytes: Int) throws(Fault) -> Int { try take(bytes).reduce(0) { $0 << 8 | Int($1) } }

    private mutating func take(_ count: Int) throws(Fault) -> ByteSlice {
        guard rest.count >= count else { throw EventStreamFrame.damaged("a header goes beyond its frame") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
