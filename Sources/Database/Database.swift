internal import CSQLite
internal import Glibc

/// A connection to one SQLite file, for one thread. Letting go of it closes it.
package final class Database {
    package enum Access {
        case readOnly, readWrite
        /// Of a file that nobody writes meanwhile, in a folder that takes no file beside it (https://www.sqlite.org/uri.html#uriimmutable).
        case immutable
    }

    let handle: OpaquePointer
    private let path: String
    /// Whether its write-ahead log was seen.
    private var sawLog = false

    /// Opens the file, and creates it where it may be written. Waits up to five seconds for another process's lock.
    package init(path: String, access: Access = .readWrite) throws(DatabaseError) {
        var handle: OpaquePointer?
        let flags =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .immutable: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
            }
        let code = sqlite3_open_v2(access == .immutable ? Self.immutable(path) : path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle else {
            let error = Self.error(code, handle)
            sqlite3_close_v2(handle)
            throw error
        }
        self.handle = handle
        self.path = path
        sqlite3_busy_timeout(handle, 5_000)
    }

    deinit { sqlite3_close_v2(handle) }

    private static func immutable(_ path: String) -> String {
        let escapes: [Character: String] = ["%": "%25", "?": "%3f", "#": "%23"]
        return "file:" + path.map { escapes[$0] ?? String($0) }.joined() + "?immutable=1"
    }

    /// Whether what was written is still found under the path that was opened: neither the file nor, once there is one, its write-ahead log was
    /// removed or moved away. What goes on being written into files without a name ends with this connection.
    package var isInPlace: Bool {
        var hasMoved: Int32 = 0
        guard sqlite3_file_control(handle, nil, SQLITE_FCNTL_HAS_MOVED, &hasMoved) == SQLITE_OK, hasMoved == 0 else { return false }
        if access(Self.log(path), F_OK) != 0 { return !sawLog }
        sawLog = true
        return true
    }

    /// Whether there is a write-ahead log beside the file with something in it.
    package static func hasLog(_ path: String) -> Bool {
        var facts = stat()
        return stat(log(path), &facts) == 0 && facts.st_size > 0
    }

    private static func log(_ path: String) -> String { path + "-wal" }

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
