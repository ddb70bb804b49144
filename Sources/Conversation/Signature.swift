/// What proves a model's thoughts to the provider that issued it, or holds them sealed; it means nothing to any other.
package struct Signature: Sendable, Hashable {
    /// As the issuer wrote it.
    package var text: String
    /// The API that it came over: it is replayed to no other.
    package var issuer: Dialect

    package init(_ text: String, issuer: Dialect) {
        self.text = text
        self.issuer = issuer
    }
}
