internal import Primitives

/// A pattern in which `*` stands for any text; everything else for itself.
struct Glob: Sendable, Equatable {
    let text: String
    private let pieces: [Bytes]

    init(_ text: String) {
        self.text = text
        pieces = text.split(separator: "*", omittingEmptySubsequences: false).map { Bytes($0.utf8) }
    }

    func matches(_ subject: String) -> Bool {
        if pieces.count == 1 { return subject == text }
        var rest = Bytes(subject.utf8)[...]
        guard rest.starts(with: pieces[0]) else { return false }
        rest = rest.dropFirst(pieces[0].count)
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let found = Self.find(piece, in: rest) else { return false }
            rest = rest[found...].dropFirst(piece.count)
        }
        let last = pieces[pieces.count - 1]
        return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
    }

    private static func find(_ piece: Bytes, in text: ByteSlice) -> Int? {
        var start = text.startIndex
        while text.endIndex - start >= piece.count {
            if text[start...].starts(with: piece) { return start }
            start += 1
        }
        return nil
    }
}
