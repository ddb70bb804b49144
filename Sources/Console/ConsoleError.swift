internal import Options

/// Why a command did not do what it was asked for.
enum ConsoleError: Error {
    case usage(UsageError)
    case unreachable(Unreachable)
    /// The daemon's own answer.
    case failed(CallError)
    /// Something on this side: a file, standard input.
    case local(String)
    /// Whoever read standard output has gone: an end that needs no words.
    case outputClosed
    /// The task was cancelled, by a signal.
    case interrupted

    var status: CommandStatus {
        switch self {
        case .usage: .usage
        case .unreachable(let error): error.isDenied ? .denied : .unreachable
        case .failed(let error): error.status
        case .local: .failed
        case .outputClosed: .signal(BrokenPipe.signal)
        case .interrupted: .failed
        }
    }
}

private enum BrokenPipe {
    /// SIGPIPE, which is what would have ended a program that does not ignore it.
    static let signal: Int32 = 13
}
