/// Keeps text from others from acting on a terminal.
enum TerminalText {
    /// `text` with each control character become U+FFFD, except line ends and tabs. Escape sequences lose their first character and
    /// with it their power. Carriage returns are left out, so that nothing is overwritten and DOS line ends look as they should.
    static func harmless(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: acts) else { return text }
        var harmless = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\r" { harmless.append(acts(scalar) ? "\u{FFFD}" : scalar) }
        return String(harmless)
    }

    /// The controls of ASCII and of Latin-1, and what turns the direction of text around.
    private static func acts(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
