internal import Primitives

/// Collects the body of one HTTP response after another, from a server that frames them by length or in chunks.
///
/// It reads what sound servers send and throws at anything else; it is made to cost little.
struct HTTPAnswerReader {
    enum Problem: Error, Equatable {
        case status(Int)
        case framing
    }

    private enum State: Equatable {
        case head
        case length(Int)
        case chunkSize
        case chunk(Int)
        case chunkEnd
        case trailer
        case done
    }

    /// Whether an error is an answer like any other.
    private let takesErrors: Bool
    private var state = State.head
    /// What is not read yet; only ever holds an incomplete line.
    private var line = Bytes()
    private(set) var body = Bytes()
    private(set) var status = 0
    /// Of the response that was read last, with the blank line behind it.
    private(set) var head = Bytes()

    init(takesErrors: Bool = false) { self.takesErrors = takesErrors }

    /// The value of a field, its name in lower case.
    func field(_ name: String) -> String? {
        head.split(separator: UInt8(ascii: "\n")).lazy.map(\.text).first { $0.lowercased().hasPrefix("\(name):") }
            .map { $0.dropFirst(name.utf8.count + 1).filter { $0 != " " && $0 != "\r" && $0 != "\r\n" } }
    }

    var isDone: Bool { state == .done }

    /// Turns to the next response.
    mutating func reset() {
        state = .head
        body.removeAll(keepingCapacity: true)
    }

    mutating func feed(_ bytes: Bytes) throws(Problem) {
        var rest = bytes[...]
        while !rest.isEmpty {
            switch state {
            case .length(let missing): take(missing, &rest) { $0 == 0 ? .done : .length($0) }
            case .chunk(let missing): take(missing, &rest) { $0 == 0 ? .chunkEnd : .chunk($0) }
            case .done: throw .framing
            case .head, .chunkSize, .chunkEnd, .trailer: try takeLine(&rest)
            }
        }
    }

    private mutating func take(_ missing: Int, _ rest: inout ByteSlice, _ next: (Int) -> State) {
        let part = rest.prefix(missing)
        body += part
        rest = rest.dropFirst(part.count)
        state = next(missing - part.count)
    }

    /// A line, or in a head all lines up to the blank one.
    private mutating func takeLine(_ rest: inout ByteSlice) throws(Problem) {
        guard let newline = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            line += rest
            rest = []
            return
        }
        line += rest[...newline]
        rest = rest[(newline + 1)...]
        switch state {
        case .head:
            guard line.suffix(4) == Bytes("\r\n\r\n".utf8)[...] else { return }
            try readHead()
        case .chunkSize:
            guard let size = Int(line.dropLast(2).text, radix: 16) else { throw .framing }
            state = size == 0 ? .trailer : .chunk(size)
        case .chunkEnd:
            guard line == Bytes("\r\n".utf8) else { throw .framing }
            state = .chunkSize
        case .trailer: if line == Bytes("\r\n".utf8) { state = .done }
        case .length, .chunk, .done: throw .framing
        }
        line.removeAll(keepingCapacity: true)
    }

    private mutating func readHead() throws(Problem) {
        let lines = line.split(separator: UInt8(ascii: "\n"))
        head = line
        status = lines.first.flatMap { Int($0.dropFirst(9).prefix(3).text) } ?? 0
        guard status == 200 || takesErrors else { throw .status(status) }
        for field in lines.dropFirst() {
            let name = field.prefix { $0 != UInt8(ascii: ":") }
            // Only two fields matter, and their lengths tell them from most others.
            guard name.count == 14 || name.count == 17 else { continue }
            let value = field.dropFirst(name.count + 1).text.filter { $0 != " " && $0 != "\r" && $0 != "\r\n" }
            switch name.text.lowercased() {
            case "content-length":
                guard let length = Int(value) else { throw .framing }
                state = length == 0 ? .done : .length(length)
                return
            case "transfer-encoding":
                state = .chunkSize
                return
            default: continue
            }
        }
        throw .framing
    }
}
