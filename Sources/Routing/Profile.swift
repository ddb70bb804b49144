package import Primitives

/// A map from mode to tier, by which callers pick how their modes are served.
package final class Profile: Sendable {
    /// A mode under its own name, and where it goes.
    package struct Route: Sendable {
        package let mode: ModeName
        package let tier: Tier
        /// Nil leaves it to the tier.
        package let delivery: Conduct.Delivery?
    }

    package let name: ProfileName
    /// The model that savings are measured against; nil where nothing names one.
    package let baseline: Model?
    /// Whether sessions stay on a better model where that is cheaper.
    package let stays: Bool
    /// By mode and by alias.
    private let routes: [ModeName: Route]

    init(name: ProfileName, baseline: Model?, stays: Bool = true, routes: [ModeName: Route]) {
        self.name = name
        self.baseline = baseline
        self.stays = stays
        self.routes = routes
    }

    /// The route of a mode or alias; nil for one that is unknown.
    package func route(_ mode: ModeName) -> Route? { routes[mode] }

    package static let automatic: ProfileName = "auto"
}
