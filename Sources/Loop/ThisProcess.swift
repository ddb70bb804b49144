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

    /// The folder that its program is in; nil where the kernel does not say.
    package static var programFolder: String? {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        guard count > 0 else { return nil }
        let text = String(decoding: path.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.lastIndex(of: "/").map { String(text[..<$0]) }
    }
}
