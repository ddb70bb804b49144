/// The identity of one validated table.
package struct Revision: Sendable, Hashable, CustomStringConvertible {
    /// What the table says of itself; nil where it says nothing.
    package let text: String?
    /// SHA-256 of its bytes, in hexadecimal.
    package let digest: String

    /// The table's own word and enough of the digest to tell two tables with the same word apart.
    package let description: String

    package init(text: String?, digest: String) {
        self.text = text
        self.digest = digest
        let short = String(digest.prefix(12))
        description = text.map { "\($0)@\(short)" } ?? short
    }
}
