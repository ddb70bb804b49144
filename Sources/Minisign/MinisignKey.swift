internal import CSodium
internal import Primitives

/// A public key of minisign, as `minisign -G` prints it: https://jedisct1.github.io/minisign/#public-key-format
package struct MinisignKey: Sendable, Hashable, CustomStringConvertible {
    static let idLength = 8
    static let length = 32

    let id: Bytes
    let point: Bytes

    /// From its one line of base64, with which the file of a public key ends; nil where that is none.
    package init?(_ text: String) {
        guard let bytes = Base64Text.decode(Bytes(text.utf8)[...], length: 2 + Self.idLength + Self.length), bytes.starts(with: "Ed".utf8) else {
            return nil
        }
        id = Bytes(bytes[2..<2 + Self.idLength])
        point = Bytes(bytes[(2 + Self.idLength)...])
    }

    /// Its number as minisign writes it.
    package var description: String { Self.text(of: id) }

    static func text(of id: Bytes) -> String {
        // The file holds the number with its lowest byte first.
        id.reversed().map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
