internal import Primitives
internal import Routing

/// How a table comes into use.
enum RolloutSchema {
    static let rollout = Section<Rollout>(Rollout(share: 0)) { section in
        section.key("share", "percent of sessions that this revision serves until it is promoted", Shapes.integer(1...99), required: true) {
            $0.share = $1.value
        }
        section.key("guard", "how much worse it may do than the revision before it", bounds.shape) { $0.bounds = $1.value }
    }

    private static let bounds = Section<Rollout.Bounds>(Rollout.Bounds()) { section in
        section.key("error_rate", "percentage points by which more requests may fail", Shapes.integer(0...100)) { $0.errorRate = $1.value }
        section.key("first_token", "percent by which the first token may come later", Shapes.integer(0...100_000)) { $0.firstToken = $1.value }
        section.key("cost", "percent by which a request may cost more", Shapes.integer(0...100_000)) { $0.cost = $1.value }
        section.key("window", "how far back requests count", Shapes.duration(.seconds(1) ... .seconds(86_400))) { $0.window = $1.value }
        section.key("minimum", "requests below which nothing is concluded", Shapes.integer(1...1_000_000)) { $0.minimum = $1.value }
    }
}
