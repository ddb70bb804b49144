internal import Glibc

/// Keeps what is typed at standard input from being shown, as long as it lives.
package struct TerminalEcho: ~Copyable {
    private var before: termios

    /// Nil where standard input is no terminal.
    package init?() {
        before = termios()
        guard isatty(0) == 1, tcgetattr(0, &before) == 0 else { return nil }
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(0, TCSAFLUSH, &hidden) == 0 else { return nil }
    }

    deinit {
        var before = before
        tcsetattr(0, TCSAFLUSH, &before)
    }
}
