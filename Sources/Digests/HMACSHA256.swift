internal import CCrypto
package import Primitives

/// HMAC with SHA-256 (RFC 2104) by OpenSSL.
package enum HMACSHA256 {
    /// 32 bytes that prove that their maker knew `key`.
    package static func of(_ message: Bytes, key: Bytes) -> Bytes {
        Bytes(unsafeUninitializedCapacity: 32) { buffer, count in
            var length: UInt32 = 0
            let done = HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, buffer.baseAddress, &length)
            // Only where memory runs out.
            precondition(done != nil && length == 32, "OpenSSL could not compute an HMAC")
            count = 32
        }
    }
}
