internal import Primitives
internal import Routing

/// How long the parts of an upstream call may take: for all providers, one provider, or one tier.
enum ClocksSchema {
    static let clocks = Section<Conduct.Clocks>(Conduct.Clocks()) { section in
        section.key("connect", "until the connection stands", Shapes.duration(.milliseconds(10) ... .seconds(300))) { $0.connect = $1.value }
        section.key("first_byte", "until the first byte of the answer", long) { $0.firstByte = $1.value }
        section.key("first_token", "until the first token of the answer", long) { $0.firstToken = $1.value }
        section.key("idle", "between two events of the answer", long) { $0.idle = $1.value }
        section.key("total", "for the whole call", Shapes.duration(.milliseconds(10) ... .seconds(86_400))) { $0.total = $1.value }
    }

    private static let long = Shapes.duration(.milliseconds(10) ... .seconds(3600))
}
