package import Primitives

/// What settings are read from. The daemon hands in the file system, systemd and the environment; tests hand in values.
package protocol SettingsSources: Sendable {
    /// The bytes of a file, of which more than `limit` are an error.
    func contents(of path: String, limit: Int) throws(SourceError) -> Bytes
    /// The names in a folder, in any order; none where there is no such folder.
    func names(in folder: String) throws(SourceError) -> [String]
    /// The key that `source` refers to. Space and line ends around it do not count.
    func secret(_ source: KeySource) throws(SourceError) -> Secret
}

/// Why something could not be read: `no such file`. Never says what was in it.
package struct SourceError: Error, Sendable, Equatable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
