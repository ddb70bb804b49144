internal import CSQLite

/// A connection to one SQLite file, for one thread. Letting go of it closes it.
package final class Database {
    package enum Access { case readOnly, readWrite }

    let handle: OpaquePointer

    /// Opens the file, and creates it where it may be written. Waits up to five seconds for another process's lock.
    package init(path: String, access: Access = .readWrite) throws(DatabaseError) {
        var handle: OpaquePointer?
        let flags = access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle else {
            let error = Self.error(code, handle)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        sqlite3_busy_timeout(handle, 5_000)
    }

    deinit { sqlite3_close_v2(handle) }

    /// Runs statements that take nothing and answer nothing.
    package func execute(_ sql: String) throws(DatabaseError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// Prepares a statement for repeated use.
    package func prepare(_ sql: String) throws(DatabaseError) -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement else { throw DatabaseError(code: SQLITE_MISUSE, message: "an empty statement") }
        return Statement(statement, of: self)
    }

    /// All rows that `sql` answers.
    package func rows(_ sql: String, _ values: [DatabaseValue] = []) throws(DatabaseError) -> [[DatabaseValue]] {
        let statement = try prepare(sql)
        try statement.bind(values)
        var rows: [[DatabaseValue]] = []
        while try statement.step() { rows.append(statement.row) }
        return rows
    }

    /// Runs `body` so that all of it is kept, or none.
    package func transaction(_ body: () throws(DatabaseError) -> Void) throws(DatabaseError) {
        try execute("BEGIN IMMEDIATE")
        do throws(DatabaseError) {
            try body()
            try execute("COMMIT")
        } catch {
            try? execute("ROLLBACK")
            throw error
        }
    }

    /// Rows that the last statement changed.
    package var changes: Int { Int(sqlite3_changes(handle)) }

    func check(_ code: Int32) throws(DatabaseError) {
        if code != SQLITE_OK { throw Self.error(code, handle) }
    }

    static func error(_ code: Int32, _ handle: OpaquePointer?) -> DatabaseError {
        let text = handle.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        return DatabaseError(code: code & 0xFF, message: text.map { String(cString: $0) } ?? "SQLite gave no reason")
    }
}
