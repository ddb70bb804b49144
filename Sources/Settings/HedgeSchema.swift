internal import Primitives
internal import Routing

/// When the calls of a tier are made twice.
enum HedgeSchema {
    static let hedge = Section<Conduct.Hedge>(Conduct.Hedge()) { section in
        section.key("percentile", "the share of a model's answers that begin before it counts as late, in percent", Shapes.integer(50...99)) {
            $0.percentile = $1.value
        }
        section.key("after", "the least time that a first token is waited for", Shapes.duration(.milliseconds(10) ... .seconds(600))) {
            $0.after = $1.value
        }
    }
}
