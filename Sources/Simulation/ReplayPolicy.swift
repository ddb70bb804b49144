/// By what a replay chooses models.
package enum ReplayPolicy: String, Sendable, CaseIterable {
    /// As shunt does: it stays on a better model where its warm cache makes it the cheaper one.
    case cacheAware = "cache-aware"
    /// Always the tier that the mode asks for.
    case follow
    /// The session's first model, until a mode asks for a better tier: then that one's from there on.
    case first
    /// The first model of the best tier, for every call.
    case best

    /// What it does, for people.
    package var summary: String {
        switch self {
        case .cacheAware: "as shunt does: stay on a better model where its warm cache makes it cheaper"
        case .follow: "always the tier that the mode asks for"
        case .first: "the session's first model, until a mode asks for a better tier"
        case .best: "the first model of the best tier, for every call"
        }
    }
}
