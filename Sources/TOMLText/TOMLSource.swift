internal import CToml
internal import Primitives

/// The source of a document by lines, for places that count characters.
struct TOMLSource {
    private let bytes: Bytes
    /// Offsets of the first byte of each line.
    private let lines: [Int]

    init(_ bytes: Bytes) {
        self.bytes = bytes
        var lines = [0]
        while let end = bytes[...].firstIndex(of: UInt8(ascii: "\n"), from: lines[lines.count - 1]) { lines.append(end + 1) }
        self.lines = lines
    }

    /// A place with its column in bytes.
    func position(_ place: shunt_toml_place) -> SourcePosition {
        let line = min(max(Int(place.line), 1), lines.count)
        return SourcePosition(line: line, column: offset(place) - lines[line - 1] + 1)
    }

    /// What stands between two places.
    func text(from start: shunt_toml_place, to end: shunt_toml_place) -> String {
        let (start, end) = (offset(start), offset(end))
        guard start < end else { return "" }
        return bytes[start..<end].text.trimmingTrailingSpace()
    }

    private func offset(_ place: shunt_toml_place) -> Int {
        let line = min(max(Int(place.line), 1), lines.count)
        let end = line < lines.count ? lines[line] : bytes.count
        var (offset, column) = (lines[line - 1], 1)
        // A byte order mark is no character of the first line.
        if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        while offset < end, column < Int(place.column) {
            offset += 1
            while offset < end, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return offset
    }
}

extension String {
    fileprivate func trimmingTrailingSpace() -> String {
        var text = self
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }
}
