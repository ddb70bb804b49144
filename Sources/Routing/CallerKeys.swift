package import Primitives

/// Which keys of its own a caller brought or was given; the keys themselves never come here.
///
/// A key without a name is taken for one provider: the first listed candidate's that accepts callers' keys. It is bound
/// before health, weights and affinity have a say, so that no fail-over ever carries it to a provider it was not meant for.
package struct CallerKeys: Sendable, Equatable {
    package var named: Set<ProviderName>
    package var bare: Bool
    /// Providers for which the configuration has a key for this caller alone.
    package var granted: Set<ProviderName>

    package init(named: Set<ProviderName> = [], bare: Bool = false, granted: Set<ProviderName> = []) {
        self.named = named
        self.bare = bare
        self.granted = granted
    }

    package static let none = CallerKeys()

    var isEmpty: Bool { named.isEmpty && !bare && granted.isEmpty }
}
