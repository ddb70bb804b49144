internal import CLinux
internal import Glibc
package import Loop

/// What the process does to itself before it holds keys and connections.
package enum ProcessHardening {
    /// Keeps keys out of core dumps, and out of reach of debuggers of the same user.
    package static func forbidCoreDumps() throws(SystemError) {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        guard setrlimit(RLIMIT_CORE.kind, &none) == 0 else { throw SystemError("forbid core dumps", code: errno) }
        let code = clinux_forbid_dumps()
        if code != 0 { throw SystemError("forbid core dumps", code: code) }
    }

    /// Raises the soft limit of open descriptors to the hard one; the soft one is low only for programs that use `select`.
    /// Returns the limit that holds now.
    @discardableResult
    package static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(RLIMIT_NOFILE.kind, &limit) == 0 else { return 0 }
        let before = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        return Int(clamping: setrlimit(RLIMIT_NOFILE.kind, &limit) == 0 ? limit.rlim_cur : before)
    }
}

extension __rlimit_resource {
    /// Glibc declares the calls with the enum's integer type when it is not GNU C++.
    fileprivate var kind: __rlimit_resource_t { __rlimit_resource_t(rawValue) }
}
