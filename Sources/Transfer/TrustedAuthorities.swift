/// Whose word about a server's name is taken, instead of the system's list: PEM files.
package struct TrustedAuthorities: Sendable, Equatable {
    /// A file of certificates.
    package var file: String?
    /// A folder of certificates under their hashed names, as `openssl rehash` makes it.
    package var folder: String?

    package init(file: String? = nil, folder: String? = nil) {
        self.file = file
        self.folder = folder
    }
}
