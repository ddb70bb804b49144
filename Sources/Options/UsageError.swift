/// A command line that cannot be understood.
package struct UsageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, without a full stop.
    package let message: String
    /// What would be right: `did you mean --mode?`.
    package let remedy: String?
    /// Which help tells more: `shunt ask --help`.
    package let help: String

    package init(_ message: String, remedy: String? = nil, help: String) {
        self.message = message
        self.remedy = remedy
        self.help = help
    }

    package var description: String { message + (remedy.map { "; \($0)" } ?? "") }
}
