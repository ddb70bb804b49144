/// Why an answer does not count.
enum LoadError: Error, Sendable, CustomStringConvertible {
    case answer(String)
    case wrongText(expected: String, got: String)
    case disconnected

    var description: String {
        switch self {
        case .answer(let text): "the answer is no success: \(text.prefix(300))"
        case .wrongText(let expected, let got): "expected \"\(expected.prefix(120))\", got \"\(got.prefix(120))\""
        case .disconnected: "the connection ended before the answer did"
        }
    }
}
