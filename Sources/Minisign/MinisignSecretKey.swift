internal import CSodium
package import Primitives

/// An opened secret key, which is overwritten when its last holder lets go.
package final class MinisignSecretKey: @unchecked Sendable {
    private static let idLength = MinisignKey.idLength
    private static let keyLength = 64
    private static let hashLength = 32

    private let id: Bytes
    private var key: Bytes

    /// From its number, the key and their checksum; nil where they do not fit. Without a password minisign writes no checksum, only room for
    /// it: then the two halves of the key have to fit.
    init?(_ plain: Bytes, hasChecksum: Bool) {
        guard plain.count == Self.idLength + Self.keyLength + Self.hashLength else { return nil }
        id = Bytes(plain[..<Self.idLength])
        key = Bytes(plain[Self.idLength..<(Self.idLength + Self.keyLength)])
        let checksum = Blake2b.hash(Bytes("Ed".utf8) + id + key, length: Self.hashLength)
        guard hasChecksum ? checksum == Bytes(plain.suffix(Self.hashLength)) : Self.isWhole(key) else { return nil }
    }

    deinit { key.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) } }

    /// What others verify with, as minisign writes it.
    package var publicText: String { Base64Text.encode(Bytes("Ed".utf8) + id + key.suffix(32)) }

    /// The text of a `.minisig` file for `text`: a signature of its hash, and one that covers `comment` as well.
    ///
    /// - Parameter comment: one line; where it has several, the first of them counts.
    package func signature(of text: Bytes, comment: String) -> Bytes {
        let comment = comment.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let signature = sign(Blake2b.hash(text, length: 64))
        let global = sign(signature + Bytes(comment.utf8))
        let lines = [
            "untrusted comment: signature from shunt", Base64Text.encode(Bytes("ED".utf8) + id + signature), "trusted comment: \(comment)",
            Base64Text.encode(global),
        ]
        return Bytes(lines.map { $0 + "\n" }.joined().utf8)
    }

    /// Whether the second half is the public key of the first, which is the seed.
    private static func isWhole(_ key: Bytes) -> Bool {
        Sodium.prepare()
        var point = Bytes(repeating: 0, count: 32)
        let pair = Bytes(unsafeUninitializedCapacity: keyLength) { buffer, count in
            let code = crypto_sign_seed_keypair(&point, buffer.baseAddress!, key)
            precondition(code == 0, "libsodium could not derive a key")
            count = keyLength
        }
        return pair == key
    }

    private func sign(_ message: Bytes) -> Bytes {
        Bytes(unsafeUninitializedCapacity: 64) { buffer, count in
            let code = crypto_sign_detached(buffer.baseAddress!, nil, message, UInt64(message.count), key)
            precondition(code == 0, "libsodium could not sign")
            count = 64
        }
    }
}
