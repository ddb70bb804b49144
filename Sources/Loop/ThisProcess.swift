internal import Glibc

/// The process itself, for programs.
package enum ThisProcess {
    package static var pid: Int32 { getpid() }

    /// A variable of the environment; nil where it is unset or empty.
    package static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }

    /// Ends it at once.
    package static func exit(_ status: Int32) -> Never { Glibc.exit(status) }
}
