/// How `shunt` ends: the numbers that scripts may rely on.
package struct CommandStatus: Hashable, Sendable {
    package let number: Int32

    private init(_ number: Int32) { self.number = number }

    package static let ok = CommandStatus(0)
    /// The call failed for good, or what was checked is not valid.
    package static let failed = CommandStatus(1)
    package static let usage = CommandStatus(2)
    package static let unreachable = CommandStatus(3)
    package static let denied = CommandStatus(4)
    /// EX_TEMPFAIL of sysexits.h: the same call may succeed later.
    package static let retryable = CommandStatus(75)

    /// As shells count the end by a signal.
    package static func signal(_ number: Int32) -> CommandStatus { CommandStatus(128 + number) }

    /// What help says of them.
    static let meanings: [(term: String, meaning: String)] = [
        ("\(ok.number)", "all is well"),
        ("\(failed.number)", "the call failed, or what was checked is not valid"),
        ("\(usage.number)", "the command line is wrong"),
        ("\(unreachable.number)", "the daemon cannot be reached, or went away before it answered"),
        ("\(denied.number)", "this user may not do that"),
        ("\(retryable.number)", "the call failed, and the same call may succeed later"),
        ("128+N", "ended by signal N: 130 after Ctrl-C, 141 when the reader of the output went away"),
    ]
}
