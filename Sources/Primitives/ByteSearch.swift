internal import CLinux
internal import Glibc

extension ArraySlice where Element == UInt8 {
    /// The first place from `start` on that holds `byte` or `other`.
    package func firstIndex(of byte: UInt8, or other: UInt8, from start: Int) -> Int? {
        withUnsafeBytes { raw in
            var place = start - startIndex
            // Looked for one after the other, so piece by piece: the one may be far where the other is near.
            while place < raw.count {
                let piece = UnsafeRawBufferPointer(rebasing: raw[place..<Swift.min(place + 512, raw.count)])
                let first = piece.firstIndex(of: byte, before: piece.count)
                if let found = piece.firstIndex(of: other, before: first ?? piece.count) ?? first { return startIndex + place + found }
                place += piece.count
            }
            return nil
        }
    }

    /// As above, for one byte.
    package func firstIndex(of byte: UInt8, from start: Int) -> Int? { firstIndex(of: byte, or: byte, from: start) }

    /// The last place where all of `text` stands; nil where it stands nowhere, and for an empty text.
    package func lastIndex(of text: Bytes) -> Int? {
        guard !text.isEmpty else { return nil }
        return withUnsafeBytes { raw in
            text.withUnsafeBytes { text in
                var (last, from): (Int?, Int) = (nil, 0)
                while let found = raw.firstIndex(of: text, from: from) { (last, from) = (found, found + text.count) }
                return last.map { startIndex + $0 }
            }
        }
    }

    /// Whether all of `text` stands in it somewhere.
    package func contains(_ text: Bytes) -> Bool {
        withUnsafeBytes { raw in
            text.withUnsafeBytes { !$0.isEmpty && raw.firstIndex(of: $0, from: 0) != nil }
        }
    }
}

extension String {
    /// Whether all of `part` stands in it somewhere, byte for byte. `contains` compares characters, and takes fifteen thousand instructions to
    /// find that a model's name has no "claude" in it.
    package func includes(_ part: String) -> Bool {
        utf8.span.withUnsafeBytes { text in
            part.utf8.span.withUnsafeBytes { $0.isEmpty || text.firstIndex(of: $0, from: 0) != nil }
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate func firstIndex(of byte: UInt8, before end: Int) -> Int? {
        guard let base = baseAddress, let found = memchr(base, Int32(byte), end) else { return nil }
        return base.distance(to: found)
    }

    fileprivate func firstIndex(of text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = baseAddress, let wanted = text.baseAddress, start < count else { return nil }
        let found = clinux_find(base + start, count - start, wanted, text.count)
        return found < 0 ? nil : start + found
    }
}
