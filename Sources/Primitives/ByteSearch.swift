internal import CLinux

extension ArraySlice where Element == UInt8 {
    /// The first place from `start` on that holds `byte` or `other`; looks at eight bytes at a time.
    package func firstIndex(of byte: UInt8, or other: UInt8, from start: Int) -> Int? {
        guard start < endIndex else { return nil }
        return withUnsafeBytes { raw in
            let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
            let (first, second) = (ones &* UInt64(byte), ones &* UInt64(other))
            var index = start - startIndex
            while index + 8 <= raw.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let (left, right) = (word ^ first, word ^ second)
                let hits = ((left &- ones) & ~left | (right &- ones) & ~right) & highs
                if hits != 0 { return startIndex + index + UInt64(littleEndian: hits).trailingZeroBitCount / 8 }
                index += 8
            }
            while index < raw.count {
                if raw[index] == byte || raw[index] == other { return startIndex + index }
                index += 1
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

extension UnsafeRawBufferPointer {
    fileprivate func firstIndex(of text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let base = baseAddress, let wanted = text.baseAddress, start < count else { return nil }
        let found = clinux_find(base + start, count - start, wanted, text.count)
        return found < 0 ? nil : start + found
    }
}
