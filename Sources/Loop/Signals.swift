internal import Glibc

/// How the process takes signals: through the loop, never asynchronously.
package enum Signals {
    package static let terminate = SIGTERM
    package static let interrupt = SIGINT
    package static let hangup = SIGHUP
    package static let kill = SIGKILL

    /// Those that the loop may be asked to handle.
    static let handled: [Int32] = [SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2]

    /// Those that would end the process for what a system call tells as well.
    static let ignored: [Int32] = [SIGPIPE, SIGXFSZ]

    /// Blocks them in the calling thread and all that it starts from now on, and ignores SIGPIPE and
    /// SIGXFSZ: a file at the process's limit (LimitFSIZE=) is an error of the one who writes it. Call it before the first
    /// thread exists: a thread that does not block a signal is where the kernel would deliver it.
    package static func prepareProcess() {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in handled { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        for number in ignored { signal(number, SIG_IGN) }
    }
}
