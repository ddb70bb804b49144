package import Primitives

/// What one caller may ask for. Nil lists allow everything of their kind.
///
/// A list holds however the thing is reached: a tier that is not listed stays closed to a mode that leads there.
/// A caller that is held to modes has to speak in modes: it may name a tier or a model as its `model` only where
/// ``tiers`` or ``models`` grant that, and a request without a known mode is refused.
package struct CallerPolicy: Sendable, Equatable {
    package var modes: Set<ModeName>?
    package var tiers: Set<TierName>?
    package var models: Set<ModelID>?
    package var profiles: Set<ProfileName>?
    /// Whether a request has to name a mode that the table knows, whatever it asks for.
    package var requiresMode: Bool

    package init(
        modes: Set<ModeName>? = nil, tiers: Set<TierName>? = nil, models: Set<ModelID>? = nil, profiles: Set<ProfileName>? = nil,
        requiresMode: Bool = false
    ) {
        self.modes = modes
        self.tiers = tiers
        self.models = models
        self.profiles = profiles
        self.requiresMode = requiresMode
    }

    package static let unrestricted = CallerPolicy()
}
