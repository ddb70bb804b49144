import Database
import Foundation
import Primitives
import Testing

@Suite("A database file")
struct DatabaseTests {
    private static func file() -> String { FileManager.default.temporaryDirectory.appending(path: "shunt-db-\(UUID().uuidString).db").path }

    @Test("gives back what was put in, and nothing of a transaction that failed")
    func transactions() throws {
        let path = Self.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let database = try Database(path: path)
        try database.execute("CREATE TABLE t (a INTEGER, b TEXT) STRICT")
        let insert = try database.prepare("INSERT INTO t VALUES (?, ?)")
        try insert.run([.integer(.max), .text("é\u{0}\"")])
        try insert.run([.null, .text("")])
        #expect(throws: DatabaseError.self) {
            try database.transaction { () throws(DatabaseError) in
                try insert.run([.integer(1), .null])
                try insert.run([.text("no number"), .null])
            }
        }
        #expect(try database.rows("SELECT a FROM t ORDER BY a IS NULL") == [[.integer(.max)], [.null]])
        #expect(try Database(path: path, access: .readOnly).rows("SELECT count(*) FROM t") == [[.integer(2)]])
    }

    @Test("that is none is told by SQLite's code")
    func damage() throws {
        let path = Self.file()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("this is no database, whatever its name says, and long enough to be looked at".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: DatabaseError.self) { try Database(path: path).rows("SELECT * FROM sqlite_master") }
        #expect(error?.isDamage == true)
    }
}
