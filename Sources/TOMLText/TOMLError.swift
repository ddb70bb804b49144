package import Primitives

/// A text is not TOML: the first fault, since nothing behind it can be understood.
package struct TOMLError: Error, Equatable, Sendable, CustomStringConvertible {
    package let diagnostic: Diagnostic

    package init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }

    package var description: String { diagnostic.description }
}
