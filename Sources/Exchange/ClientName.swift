internal import Primitives
internal import Routing

/// What a program calls itself.
package enum ClientName {
    /// The product that a user agent begins with, such as `claude-cli` of `claude-cli/2.1 (external, cli)`; bounded, and nothing in it
    /// acts on a terminal. Nil where there is none.
    package static func of(_ userAgent: String?) -> String? {
        guard let product = userAgent?.prefix(while: { $0 != "/" && $0 != " " }), !product.isEmpty else { return nil }
        let isPlain = product.utf8.count <= Limits.shownNameScalars && product.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        return isPlain ? String(product) : String(product).shown
    }
}
