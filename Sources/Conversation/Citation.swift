/// Where a passage of an answer comes from.
package struct Citation: Sendable, Equatable {
    package var url: String?
    package var title: String?
    /// The words of the source.
    package var quote: String?
    /// The cited passage of the answer's text, in the units of the dialect that said it; nil where it stands beside the passage.
    package var range: Range<Int>?

    package init(url: String? = nil, title: String? = nil, quote: String? = nil, range: Range<Int>? = nil) {
        self.url = url
        self.title = title
        self.quote = quote
        self.range = range
    }
}
