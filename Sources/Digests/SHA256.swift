internal import CCrypto
package import Primitives

/// SHA-256 by OpenSSL.
package struct SHA256: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    package let bytes: Bytes

    package init(of parts: ByteSlice...) {
        self.init(of: parts)
    }

    package init(of parts: [ByteSlice]) {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        EVP_DigestInit_ex(context, Self.algorithm, nil)
        for part in parts { part.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) } }
        bytes = Bytes(unsafeUninitializedCapacity: 32) { buffer, count in
            EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            count = 32
        }
    }

    /// Fetched once: `EVP_sha256` looks for its implementation again with every digest.
    private nonisolated(unsafe) static let algorithm = EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256()

    /// 64 hexadecimal digits.
    package var description: String { hexadecimal(64) }

    /// The first `count` of its hexadecimal digits.
    package func hexadecimal(_ count: Int) -> String {
        String(unsafeUninitializedCapacity: 64) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = Self.digit(byte >> 4)
                buffer[2 * index + 1] = Self.digit(byte & 15)
            }
            return min(max(count, 0), 64)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
