internal import Glibc

/// The arguments of posix_spawn while they are put together; ``discard()`` frees them.
struct SpawnPlan {
    private var actions = posix_spawn_file_actions_t()
    private var attributes = posix_spawnattr_t()

    init() {
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in Signals.ignored { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    mutating func connect(_ stream: ChildProcess.Stream, to number: Int32, captured: Int32?) {
        switch stream {
        case .null: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        case .inherited: break
        case .captured: if let captured { duplicate(captured, as: number) }
        case .descriptor(let descriptor): duplicate(descriptor, as: number)
        }
    }

    /// A descriptor that is already in its place only stays open, which glibc does for equal numbers.
    mutating func duplicate(_ number: Int32, as target: Int32) {
        posix_spawn_file_actions_adddup2(&actions, number, target)
    }

    /// Returns an errno value, or 0 and the child.
    func run(_ path: String, _ arguments: [String], _ environment: [String]?) -> (code: Int32, pid: Int32) {
        var child: pid_t = 0
        let code = Self.withStrings([path] + arguments) { arguments in
            guard let environment else { return spawn(&child, path, arguments, environ) }
            return Self.withStrings(environment) { spawn(&child, path, arguments, $0) }
        }
        return (code, child)
    }

    mutating func discard() {
        posix_spawn_file_actions_destroy(&actions)
        posix_spawnattr_destroy(&attributes)
    }

    private typealias Strings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

    private func spawn(_ child: inout pid_t, _ path: String, _ arguments: Strings, _ environment: Strings?) -> Int32 {
        withUnsafePointer(to: actions) { actions in
            withUnsafePointer(to: attributes) { posix_spawn(&child, path, actions, $0, arguments, environment) }
        }
    }

    private static func withStrings<Result>(_ strings: [String], _ body: (Strings) -> Result) -> Result {
        var copies: [UnsafeMutablePointer<CChar>?] = strings.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return copies.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
    }
}

/// Two connected sockets, one for either process.
struct SocketPair {
    let ours: Int32
    let theirs: Int32

    init() throws(SystemError) {
        var numbers: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &numbers) == 0 else { throw SystemError("socketpair", code: errno) }
        for number in numbers { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
        (ours, theirs) = (numbers[0], numbers[1])
        _ = fcntl(ours, F_SETFL, O_NONBLOCK)
    }

    func closeOurs() { _ = close(ours) }
    func closeTheirs() { _ = close(theirs) }
}
