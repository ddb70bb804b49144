/// A text is not JSON.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, in the words of one who wrote the text.
    package let message: String
    /// Bytes before the fault.
    package let offset: Int

    package init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    package var description: String { "\(message) at byte \(offset)" }
}
