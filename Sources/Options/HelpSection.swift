/// A part of a command's help after its options.
package struct HelpSection: Sendable {
    package enum Body: Sendable {
        /// A paragraph, wrapped.
        case text(String)
        /// A term and what it means, in two columns.
        case rows([(term: String, meaning: String)])
        /// Lines as they are, such as examples.
        case lines([String])
    }

    package let title: String
    package let body: Body

    package init(_ title: String, _ body: Body) {
        self.title = title
        self.body = body
    }
}
