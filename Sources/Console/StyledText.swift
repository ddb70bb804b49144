/// Text for people, with what is to stand out; a terminal shows it in colours, anything else gets the text alone.
struct StyledText: Equatable, ExpressibleByStringInterpolation {
    enum Style: String {
        case plain = ""
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    struct Run: Equatable {
        let text: String
        let style: Style
    }

    private(set) var runs: [Run] = []

    init() {}
    init(_ text: String, _ style: Style = .plain) { runs = [Run(text: text, style: style)] }
    init(stringLiteral text: String) { self.init(text) }

    var plain: String { runs.map(\.text).joined() }

    static func + (left: StyledText, right: StyledText) -> StyledText {
        var both = left
        both.runs += right.runs
        return both
    }

    static func += (left: inout StyledText, right: StyledText) { left.runs += right.runs }

    mutating func line(_ text: String = "", _ style: Style = .plain) { self += StyledText(text + "\n", style) }
}
