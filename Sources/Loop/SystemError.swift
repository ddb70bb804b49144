internal import Glibc

/// A system call that failed: what was tried, on what, and the kernel's error number.
package struct SystemError: Error, Hashable, CustomStringConvertible {
    /// What was tried, such as `connect to /run/shunt/shunt.sock`.
    package let operation: String
    /// An errno value.
    package let code: Int32

    package init(_ operation: String, code: Int32) {
        self.operation = operation
        self.code = code
    }

    /// The code of what is not there.
    package static let noSuchFile = ENOENT

    /// `operation: the kernel's words`.
    package var description: String { "\(operation): \(Self.text(of: code))" }

    /// The system's words for an errno value.
    package static func text(of code: Int32) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count) == 0 else { return "error \(code)" }
            return String(cString: start)
        }
    }
}

// What callers tell apart.
extension SystemError {
    package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
    package var isDenied: Bool { code == EACCES || code == EPERM }
    /// There is a socket, and nobody listens on it.
    package var isRefused: Bool { code == ECONNREFUSED }
}
