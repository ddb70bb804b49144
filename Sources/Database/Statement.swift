internal import CSQLite

/// A prepared statement: bind, step until there is no row left, and bind anew.
package final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    /// Starts over with these values for its parameters.
    package func bind(_ values: [DatabaseValue]) throws(DatabaseError) {
        sqlite3_reset(handle)
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            switch value {
            case .null: try database.check(sqlite3_bind_null(handle, place))
            case .integer(let number): try database.check(sqlite3_bind_int64(handle, place, number))
            case .text(let text): try bind(text, place)
            }
        }
    }

    private func bind(_ text: String, _ place: Int32) throws(DatabaseError) {
        var text = text
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { csqlite_bind_text(handle, place, $0.baseAddress ?? Self.empty, Int32($0.count)) }
        }
        try database.check(code)
    }

    private nonisolated(unsafe) static let empty = UnsafePointer(UnsafeMutablePointer<CChar>.allocate(capacity: 1))

    /// Moves to the next row; false where there is none left.
    package func step() throws(DatabaseError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw Database.error(code, database.handle)
        }
    }

    /// Runs a statement that answers no rows.
    package func run(_ values: [DatabaseValue]) throws(DatabaseError) {
        try bind(values)
        while try step() {}
        sqlite3_reset(handle)
    }

    /// The columns of the row that the last step moved to. Floating point does not occur: no column and no sum of this project has any.
    package var row: [DatabaseValue] {
        (0..<sqlite3_column_count(handle)).map { column in
            switch sqlite3_column_type(handle, column) {
            case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
            case SQLITE_NULL: .null
            default: .text(sqlite3_column_text(handle, column).map { String(cString: $0) } ?? "")
            }
        }
    }
}
