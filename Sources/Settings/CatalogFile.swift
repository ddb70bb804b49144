package import Primitives

/// The bytes of a catalog, and where they came from.
package struct CatalogFile: Sendable {
    /// Where the package puts it.
    package static let standardPath = "/usr/share/shunt/catalog.toml"

    package let file: String
    package let bytes: Bytes

    package init(file: String, bytes: Bytes) {
        self.file = file
        self.bytes = bytes
    }
}

/// Which catalog completes what a table says of models.
package enum CatalogChoice: Sendable, Equatable {
    /// That of the package; where it is not there, models without a price in the table have none, and a warning says so.
    case standard
    /// A file that has to be there.
    case file(String)
    case none
}
