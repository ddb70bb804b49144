/// A key or token. It prints as `<secret>` wherever it is printed, and its bytes are overwritten when the last holder lets go.
package final class Secret: @unchecked Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let storage: UnsafeMutableBufferPointer<UInt8>

    package init(_ bytes: some Collection<UInt8>) {
        storage = .allocate(capacity: bytes.count)
        _ = storage.initialize(from: bytes)
    }

    deinit {
        // Through a volatile-like barrier: the compiler may not drop stores that an opaque call could see.
        for index in storage.indices { storage[index] = 0 }
        Self.retain(storage)
        storage.deallocate()
    }

    package var isEmpty: Bool { storage.isEmpty }

    /// Hands the bytes to `body`: the one way to them. Never put them into a log, an error or a metric.
    package func reveal<Result>(_ body: (String) throws -> Result) rethrows -> Result {
        try body(String(decoding: storage, as: UTF8.self))
    }

    /// Whether `candidate` is this secret, in a time that depends on the lengths alone.
    package func matches(_ candidate: some Collection<UInt8>) -> Bool {
        guard candidate.count == storage.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(candidate, storage) { difference |= left ^ right }
        return difference == 0
    }

    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
    package var customMirror: Mirror { Mirror(self, children: []) }

    @inline(never)
    @_optimize(none)
    private static func retain(_ storage: UnsafeMutableBufferPointer<UInt8>) {}
}

extension Secret {
    /// `text` without this secret: for the words of somebody who was given it.
    package func redacted(in text: String) -> String {
        reveal { secret in
            guard !secret.isEmpty, text.utf8.count >= secret.utf8.count else { return text }
            let (haystack, needle) = (Array(text.utf8), Array(secret.utf8))
            var clean = Bytes()
            var index = 0
            while index < haystack.count {
                if haystack[index] == needle[0], haystack[index...].starts(with: needle) {
                    clean.append("<secret>")
                    index += needle.count
                } else {
                    clean.append(haystack[index])
                    index += 1
                }
            }
            return clean.text
        }
    }
}
