internal import Primitives

/// Text in a page: nothing that comes from outside can be markup.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in TerminalText.harmless(text).unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
