internal import CSodium
package import Primitives

/// What a `.minisig` file says: https://jedisct1.github.io/minisign/#signature-format
package struct MinisignSignature: Sendable {
    private static let length = 64
    private static let untrusted = "untrusted comment: "
    private static let trusted = "trusted comment: "

    /// Whether the text's BLAKE2b hash of 512 bits was signed, and not the text itself as older versions do.
    private let isPrehashed: Bool
    private let keyID: Bytes
    private let signature: Bytes
    private let comment: Bytes
    private let commentSignature: Bytes

    /// Reads the four lines of a file; nothing is verified yet.
    package init(_ file: Bytes) throws(MinisignError) {
        guard file.count <= Limits.signatureBytes else { throw .malformed("longer than \(Limits.signatureBytes) bytes") }
        var lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        if lines.last?.isEmpty == true { lines.removeLast() }
        guard lines.count == 4 else { throw .malformed("it has \(lines.count) lines instead of 4") }
        guard lines[0].starts(with: Self.untrusted.utf8) else { throw .malformed("line 1 does not begin with \"\(Self.untrusted)\"") }
        guard let bytes = Base64Text.decode(lines[1], length: 2 + MinisignKey.idLength + Self.length) else {
            throw .malformed("line 2 holds no signature")
        }
        switch bytes.prefix(2) {
        case [UInt8(ascii: "E"), UInt8(ascii: "D")]: isPrehashed = true
        case [UInt8(ascii: "E"), UInt8(ascii: "d")]: isPrehashed = false
        default: throw .malformed("its algorithm is not known")
        }
        keyID = Bytes(bytes[2..<2 + MinisignKey.idLength])
        signature = Bytes(bytes[(2 + MinisignKey.idLength)...])
        guard lines[2].starts(with: Self.trusted.utf8) else { throw .malformed("line 3 does not begin with \"\(Self.trusted)\"") }
        comment = Bytes(lines[2].dropFirst(Self.trusted.utf8.count))
        guard let global = Base64Text.decode(lines[3], length: Self.length) else { throw .malformed("line 4 holds no signature") }
        commentSignature = global
    }

    /// Returns the trusted comment where one of `keys` signed `text` and the comment.
    @discardableResult
    package func verify(_ text: Bytes, keys: [MinisignKey]) throws(MinisignError) -> String {
        let candidates = keys.filter { $0.id == keyID }
        guard !candidates.isEmpty else { throw .unknownKey(MinisignKey.text(of: keyID)) }
        let message = isPrehashed ? Blake2b.hash(text, length: 64) : text
        guard let key = candidates.first(where: { Self.fits(signature, message, $0) }) else { throw .doesNotFit }
        guard Self.fits(commentSignature, signature + comment, key) else { throw .commentDoesNotFit }
        return comment[...].text
    }

    private static func fits(_ signature: Bytes, _ message: Bytes, _ key: MinisignKey) -> Bool {
        Sodium.prepare()
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), key.point) == 0
    }
}
