internal import Glibc
internal import Synchronization

/// Randomness of the kernel's, fetched for several at once: system calls are most of what one costs.
enum RandomPool {
    /// As many as one call of `getentropy` gives: 256 bytes.
    private static let words = 16
    private static let left = Mutex<[UInt128]>([])

    /// Nobody can guess it, and nobody gets it again.
    static func next() -> UInt128 {
        left.withLock { left in
            if left.isEmpty { left = fetched() }
            return left.removeLast()
        }
    }

    private static func fetched() -> [UInt128] {
        [UInt128](unsafeUninitializedCapacity: words) { room, count in
            let bytes = UnsafeMutableRawBufferPointer(room)
            guard let start = bytes.baseAddress, getentropy(start, bytes.count) == 0 else { fatalError("getentropy: \(errno)") }
            count = words
        }
    }
}
