internal import Primitives

/// Cuts a text into what one delta each carries.
enum TextPieces {
    /// Words, each with the white space before it.
    static func words(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var inWord = false
        for character in text {
            if character.isWhitespace, inWord {
                pieces.append(piece)
                piece = ""
                inWord = false
            }
            if !character.isWhitespace { inWord = true }
            piece.append(character)
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }

    /// Pieces of `size` bytes, fewer or more where a character would be split.
    static func pieces(_ text: String, ofBytes size: Int) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for scalar in text.unicodeScalars {
            piece.unicodeScalars.append(scalar)
            if piece.utf8.count >= size {
                pieces.append(piece)
                piece = ""
            }
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }
}
