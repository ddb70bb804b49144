internal import CSodium
internal import Primitives

/// The hash that minisign signs and checks its keys with: BLAKE2b without a key.
enum Blake2b {
    /// - Parameter length: bytes of the hash, from 16 to 64.
    static func hash(_ text: Bytes, length: Int) -> Bytes {
        Sodium.prepare()
        return Bytes(unsafeUninitializedCapacity: length) { buffer, count in
            let code = crypto_generichash(buffer.baseAddress!, length, text, UInt64(text.count), nil, 0)
            precondition(code == 0, "libsodium could not compute a hash of \(length) bytes")
            count = length
        }
    }
}

/// libsodium itself.
enum Sodium {
    private static let isReady = sodium_init() >= 0

    /// The library wants to be told once, before anything else, that it is used.
    static func prepare() { precondition(isReady, "libsodium could not be set up") }
}
