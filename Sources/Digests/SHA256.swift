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
        EVP_DigestInit_ex(context, EVP_sha256(), nil)
        for part in parts { part.withUnsafeBytes { _ = EVP_DigestUpdate(context, $0.baseAddress, $0.count) } }
        bytes = Bytes(unsafeUninitializedCapacity: 32) { buffer, count in
            EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
            count = 32
        }
    }

    /// 64 hexadecimal digits.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }.text
    }
}
