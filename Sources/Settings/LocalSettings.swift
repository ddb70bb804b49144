package import Primitives
internal import Routing

/// The local, trusted half of the settings with its keys: what a table is added to. One for each reading of the
/// files: two that found the same are two all the same, for keys may have come.
package final class LocalSettings: Sendable {
    package let configuration: Configuration
    let keys: LocalKeys
    /// What providers say that the catalog calls them.
    let catalogNames: [Placed<String>]

    init(configuration: Configuration, keys: LocalKeys, catalogNames: [Placed<String>]) {
        self.configuration = configuration
        self.keys = keys
        self.catalogNames = catalogNames
    }

    /// Without keys.
    package convenience init(_ configuration: Configuration) { self.init(configuration: configuration, keys: LocalKeys(), catalogNames: []) }

    /// What the table's source wants to be shown; nil where it wants nothing.
    package var tableToken: Secret? { keys.table }
}

/// The keys and tokens that a configuration names.
struct LocalKeys: Sendable {
    /// In the order in which to use them.
    var providers: [ProviderName: [Secret]] = [:]
    /// The token that TCP callers show; nil exactly where TCP is off.
    var tcp: Secret?
    /// The token that the table's source wants; nil where it wants none.
    var table: Secret?
    /// Those of each rule's callers alone, in the rules' order.
    var callers: [[ProviderName: Secret]] = []
}
