/// Takes what looks like a key out of a provider's words: some repeat the key that they refuse.
enum KeyMask {
    private static let beginnings = ["sk-", "sk_", "pk-", "gsk_", "xai-", "AIza", "pplx-", "hf_", "csk-", "fw_", "tgp_", "nvapi-", "r8_", "Bearer"]

    static func masked(_ text: String) -> String {
        guard beginnings.contains(where: { text.contains($0) }) else { return text }
        var result = ""
        var word = ""
        for character in text {
            if isPart(character) {
                word.append(character)
            } else {
                result += mask(word)
                result.append(character)
                word = ""
            }
        }
        return result + mask(word)
    }

    private static func mask(_ word: String) -> String {
        word.utf8.count > 12 && beginnings.contains(where: { word.hasPrefix($0) }) ? "<key>" : word
    }

    private static func isPart(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || character == "-" || character == "_" || character == "*")
    }
}
