internal import Glibc

// Prefixes of text by its bytes. `hasPrefix` compares characters, for which "e" and a following accent are one: it is slower, and for
// paths and names from outside not what is meant.

extension String {
    /// Whether its bytes begin with those of `prefix`.
    package func begins(with prefix: String) -> Bool { utf8.span.begins(with: prefix.utf8.span) }
}

extension Substring {
    /// Whether its bytes begin with those of `prefix`.
    package func begins(with prefix: String) -> Bool { utf8.span.begins(with: prefix.utf8.span) }

    /// What follows the first `count` bytes.
    package func dropping(bytes count: Int) -> Substring { Substring(utf8.dropFirst(count)) }
}

extension ArraySlice where Element == UInt8 {
    /// Whether it begins with the bytes of `prefix`.
    package func begins(with prefix: StaticString) -> Bool {
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress, bytes.count >= prefix.utf8CodeUnitCount else { return prefix.utf8CodeUnitCount == 0 }
            return memcmp(start, prefix.utf8Start, prefix.utf8CodeUnitCount) == 0
        }
    }
}

extension Span<UInt8> {
    fileprivate func begins(with prefix: Span<UInt8>) -> Bool {
        guard count >= prefix.count else { return false }
        for index in prefix.indices where self[index] != prefix[index] { return false }
        return true
    }
}
