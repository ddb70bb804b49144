internal import Glibc
internal import Primitives
package import Telemetry

/// Writes entries as lines to a descriptor: for a daemon that is run by hand.
package struct LineOutput: LogOutput {
    let descriptor: Int32
    let style: LogLine.Style

    /// Standard error; coloured where that is a terminal and `$NO_COLOR` does not object.
    package static var standardError: LineOutput {
        let isColoured = isatty(STDERR_FILENO) == 1 && Environment.value("NO_COLOR") == nil
        return LineOutput(descriptor: STDERR_FILENO, style: isColoured ? .coloured : .plain)
    }

    package func write(_ entries: [LogEntry]) {
        var text: Bytes = []
        for entry in entries { LogLine.append(entry, as: style, to: &text) }
        Self.write(text, to: descriptor)
    }

    static func write(_ text: Bytes, to descriptor: Int32) {
        var rest = text[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                // Somebody made the terminal non-blocking; it is shared with whoever did.
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, 1_000)
            } else if errno != EINTR {
                return
            }
        }
    }
}
