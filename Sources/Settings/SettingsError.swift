package import Primitives

/// Everything that is wrong with the settings, in the order of files and lines; never empty.
package struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    package let diagnostics: [Diagnostic]

    package init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One line for each.
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
