internal import CSodium
package import Primitives

/// A secret key's file, as `minisign -G` writes it: https://jedisct1.github.io/minisign/#secret-key-format
package struct MinisignKeyFile: Sendable {
    /// Behind two bytes each for the algorithms of signature, key derivation and checksum: salt, costs, and what is sealed.
    private enum Layout {
        static let salt = 6..<38
        static let operations = 38..<46
        static let memory = 46..<54
        static let sealed = 54..<158
    }

    private let bytes: Bytes
    /// Whether a password opens it.
    package let isEncrypted: Bool

    /// Reads the two lines of a file.
    package init(_ file: Bytes) throws(MinisignKeyError) {
        let lines = file.split(separator: UInt8(ascii: "\n")).map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }
        guard lines.count == 2, lines[0].starts(with: "untrusted comment:".utf8) else { throw .malformed("it is not a comment and a line with the key") }
        guard let bytes = Base64Text.decode(lines[1], length: Layout.sealed.upperBound) else { throw .malformed("its second line holds no secret key") }
        guard bytes.starts(with: "Ed".utf8), bytes[4..<6].elementsEqual("B2".utf8) else { throw .malformed("its algorithms are not known") }
        switch bytes[2..<4] {
        case [UInt8(ascii: "S"), UInt8(ascii: "c")]: isEncrypted = true
        case [0, 0]: isEncrypted = false
        default: throw .malformed("how its password is used is not known")
        }
        self.bytes = bytes
    }

    /// Derives the key from the password, which takes the time and the memory that the file asks for: with minisign's own values some seconds
    /// and a gigabyte.
    package func open(password: Secret?) throws(MinisignKeyError) -> MinisignSecretKey {
        var plain = Bytes(bytes[Layout.sealed])
        if isEncrypted {
            guard let password else { throw .needsPassword }
            let mask = try mask(password)
            for index in plain.indices { plain[index] ^= mask[index] }
        }
        guard let key = MinisignSecretKey(plain, hasChecksum: isEncrypted) else { throw isEncrypted ? .wrongPassword : .malformed("it is damaged") }
        return key
    }

    private func mask(_ password: Secret) throws(MinisignKeyError) -> Bytes {
        let (operations, memory) = (number(Layout.operations), number(Layout.memory))
        guard memory <= UInt64(Limits.signingMemory), operations <= UInt64(Limits.signingOperations) else { throw .malformed("its password costs more than any that minisign makes") }
        var code: Int32 = -1
        let salt = Bytes(bytes[Layout.salt])
        let mask = Bytes(unsafeUninitializedCapacity: Layout.sealed.count) { buffer, count in
            code = password.reveal { text in
                var text = text
                return text.withUTF8 { password in
                    password.withMemoryRebound(to: CChar.self) { characters in
                        // An empty buffer has no address, and the function wants one.
                        withUnsafePointer(to: CChar(0)) { none in
                            crypto_pwhash_scryptsalsa208sha256(
                                buffer.baseAddress!, UInt64(Layout.sealed.count), characters.baseAddress ?? none, UInt64(characters.count), salt, operations,
                                Int(memory))
                        }
                    }
                }
            }
            count = Layout.sealed.count
        }
        guard code == 0 else { throw .noMemory }
        return mask
    }

    /// Eight bytes, the lowest first.
    private func number(_ range: Range<Int>) -> UInt64 { bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
