internal import Glibc

/// A file descriptor with one owner, closed when the owner lets go.
package struct Descriptor: ~Copyable, Sendable {
    package let number: Int32

    /// Takes over `number`, which must be open and nobody else's.
    package init(adopting number: Int32) {
        self.number = number
    }

    deinit { _ = close(number) }

    /// Gives the open descriptor up to the caller.
    package consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }
}
