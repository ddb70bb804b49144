internal import CSodium
internal import Primitives

/// Base64 with padding, by libsodium.
enum Base64Text {
    static func encode(_ bytes: Bytes) -> String {
        let room = sodium_base64_encoded_len(bytes.count, sodium_base64_VARIANT_ORIGINAL)
        let text = Bytes(unsafeUninitializedCapacity: room) { buffer, count in
            buffer.withMemoryRebound(to: CChar.self) { _ = sodium_bin2base64($0.baseAddress!, room, bytes, bytes.count, sodium_base64_VARIANT_ORIGINAL) }
            // Without the zero at its end.
            count = room - 1
        }
        return text.text
    }

    /// Nil where the text is not base64 of exactly `length` bytes.
    static func decode(_ text: ByteSlice, length: Int) -> Bytes? {
        var found = 0
        var isSound = false
        let bytes = Bytes(unsafeUninitializedCapacity: length) { buffer, count in
            text.withUnsafeBytes { source in
                source.withMemoryRebound(to: CChar.self) { characters in
                    guard let start = characters.baseAddress, let room = buffer.baseAddress else { return }
                    var end: UnsafePointer<CChar>?
                    let code = sodium_base642bin(room, length, start, characters.count, nil, &found, &end, sodium_base64_VARIANT_ORIGINAL)
                    isSound = code == 0 && found == length && end == start + characters.count
                }
            }
            count = isSound ? length : 0
        }
        return isSound ? bytes : nil
    }
}
