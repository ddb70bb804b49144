internal import CSystemd
internal import Loop
internal import Primitives

/// What the daemon tells the service manager (sd_notify(3)). Without one it does nothing.
package enum Notify {
    /// It serves.
    package static func ready(status: String) { send("READY=1\nSTATUS=\(onOneLine(status))") }

    /// A reload began; ``ready(status:)`` ends it.
    package static func reloading() { send("RELOADING=1\nMONOTONIC_USEC=\(Clock.monotonic.nanoseconds / 1_000)") }

    /// It serves no new requests and will end.
    package static func stopping(status: String) { send("STOPPING=1\nSTATUS=\(onOneLine(status))") }

    /// The line that `systemctl status` shows.
    package static func status(_ text: String) { send("STATUS=\(onOneLine(text))") }

    /// Asks for at least `duration` from now before a start, reload or stop counts as failed.
    package static func extendTimeout(by duration: Duration) { send("EXTEND_TIMEOUT_USEC=\(duration.inNanoseconds / 1_000)") }

    private static func send(_ state: String) { sd_notify(0, state) }

    /// A new line would begin another assignment.
    private static func onOneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }
}
