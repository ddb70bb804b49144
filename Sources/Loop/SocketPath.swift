internal import CLinux
internal import Glibc

/// The claim to a Unix socket's path, held by a lock file beside it for as long as it lives; both go when it ends.
///
/// To unlink what is found at the path and bind there would take a live daemon's socket away, and two daemons that start
/// together would do it to one another. Names in the abstract namespace (`@name`) need no claim: the kernel refuses a second.
struct SocketPath: ~Copyable {
    private let path: String
    private let lock: Int32?

    /// Takes `path`, removing a socket there that a dead process left behind.
    static func claim(_ path: String) throws(SystemError) -> SocketPath {
        guard !path.hasPrefix("@") else { return SocketPath(path: path, lock: nil) }
        let lock = try takeLock(of: path)
        do throws(SystemError) {
            try clear(path)
        } catch {
            dropLock(lock, of: path)
            throw error
        }
        return SocketPath(path: path, lock: lock)
    }

    private init(path: String, lock: Int32?) {
        self.path = path
        self.lock = lock
    }

    deinit {
        guard let lock else { return }
        unlink(path)
        Self.dropLock(lock, of: path)
    }

    borrowing func setAccess(mode: UInt32, group: UInt32?) throws(SystemError) {
        guard lock != nil else { return }
        if let group, chown(path, uid_t.max, group) != 0 { throw SystemError("give \(path) to group \(group)", code: errno) }
        guard chmod(path, mode) == 0 else { throw SystemError("set the mode of \(path)", code: errno) }
    }

    private static func lockPath(of path: String) -> String { path + ".lock" }

    private static func takeLock(of path: String) throws(SystemError) -> Int32 {
        let lockPath = lockPath(of: path)
        while true {
            let number = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard number >= 0 else { throw SystemError("open \(lockPath)", code: errno) }
            guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
                let code = errno
                close(number)
                throw SystemError("listen on \(path)", code: code == EWOULDBLOCK ? EADDRINUSE : code)
            }
            if isLinked(number, at: lockPath) { return number }
            close(number)  // its last holder removed it between the two calls
        }
    }

    private static func dropLock(_ number: Int32, of path: String) {
        unlink(lockPath(of: path))
        close(number)
    }

    private static func isLinked(_ number: Int32, at path: String) -> Bool {
        var (held, found) = (stat(), stat())
        return fstat(number, &held) == 0 && stat(path, &found) == 0 && held.st_ino == found.st_ino && held.st_dev == found.st_dev
    }

    /// Removes a socket at `path` that nobody answers on. With the lock held nobody else does the same.
    private static func clear(_ path: String) throws(SystemError) {
        var found = stat()
        guard lstat(path, &found) == 0 else { return }
        guard found.st_mode & S_IFMT == S_IFSOCK else { throw SystemError("listen on \(path)", code: EEXIST) }
        let probe = Descriptor(adopting: clinux_stream_socket(AF_UNIX))
        var text = path
        let code = text.withUTF8Characters { clinux_unix_connect(probe.number, $0, $1) }
        guard code == ECONNREFUSED else { throw SystemError("listen on \(path)", code: code == 0 || code == EAGAIN ? EADDRINUSE : code) }
        guard unlink(path) == 0 else { throw SystemError("remove the stale socket \(path)", code: errno) }
    }
}

extension String {
    /// The text as a C call wants it: characters and their number, not necessarily with a 0 at the end.
    mutating func withUTF8Characters(_ body: (UnsafePointer<CChar>, Int) -> Int32) -> Int32 {
        withUTF8 { buffer in
            buffer.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress else { return EINVAL }
                return body(start, characters.count)
            }
        }
    }
}
