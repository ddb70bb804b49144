/// What SQLite said when it could not do something.
package struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The primary result code (https://www.sqlite.org/rescode.html), such as 13, SQLITE_FULL.
    package let code: Int32
    /// SQLite's own words. They name tables and columns, never values.
    package let message: String

    package init(code: Int32, message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { "\(message) (SQLite \(code))" }

    /// What was written last is not where anybody would find it.
    package static let moved = Self(code: 14, message: "the file was removed or moved away while it was in use")

    /// Whether the connection can be used on: the disk is full, or did not take what was written.
    package var isOfDisk: Bool { code == 10 || code == 13 }

    /// Whether the file itself is damaged or no database: waiting or freeing space will not help.
    package var isDamage: Bool { code == 11 || code == 26 }
}
