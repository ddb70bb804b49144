internal import CCrypto
package import Primitives

/// An RSA key that signs, by OpenSSL.
package final class RSAPrivateKey: @unchecked Sendable {
    private let key: OpaquePointer

    /// Nil where `pem` holds no RSA key in the clear (PKCS #8 or PKCS #1).
    package init?(pem: String) {
        let text = Array(pem.utf8)
        let found = text.withUnsafeBytes { bytes -> OpaquePointer? in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
            defer { BIO_free(source) }
            // Without a callback of its own OpenSSL would ask the terminal for a pass phrase.
            return PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in 0 }, nil)
        }
        guard let found else { return nil }
        key = found
        if EVP_PKEY_get_base_id(found) != EVP_PKEY_RSA { return nil }
    }

    deinit { EVP_PKEY_free(key) }

    /// The signature of `message` as JWTs name it RS256: PKCS #1 v1.5 with SHA-256. Nil only where memory runs out.
    package func signature(of message: Bytes) -> Bytes? {
        guard let context = EVP_MD_CTX_new() else { return nil }
        defer { EVP_MD_CTX_free(context) }
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1 else { return nil }
        var length = Int(EVP_PKEY_get_size(key))
        var signature = Bytes(repeating: 0, count: length)
        guard EVP_DigestSign(context, &signature, &length, message, message.count) == 1 else { return nil }
        return Bytes(signature.prefix(length))
    }
}
