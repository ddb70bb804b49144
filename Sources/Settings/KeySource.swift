/// Where a key is kept: a reference, never the key.
package enum KeySource: Hashable, Sendable, CustomStringConvertible {
    /// A systemd credential, by name.
    case credential(String)
    /// A file, by its absolute path.
    case file(String)
    /// A variable of the daemon's environment.
    case environment(String)

    package var description: String {
        switch self {
        case .credential(let name): "credential \"\(name)\""
        case .file(let path): "file \"\(path)\""
        case .environment(let name): "environment variable \"\(name)\""
        }
    }
}
