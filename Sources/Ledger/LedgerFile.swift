internal import Conversation
internal import Database
internal import Exchange
internal import Primitives

/// The ledger's file: what is written into it and asked of it, on the thread that owns it.
final class LedgerFile {
    private let database: Database
    private let insertion: Statement
    private let tagging: Statement

    /// Opens or creates the file.
    init(path: String) throws(DatabaseError) {
        database = try Database(path: path)
        // NORMAL keeps the file whole whatever happens; a power cut may take back the last commits, a crash of the daemon none.
        try database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA auto_vacuum = INCREMENTAL")
        try LedgerSchema.migrate(database)
        let places = LedgerSchema.columns.map { _ in "?" }.joined(separator: ",")
        // A request that is there already was written before a crash, or comes from the journal once more.
        insertion = try database.prepare("INSERT OR IGNORE INTO requests (\(LedgerSchema.columns.joined(separator: ","))) VALUES (\(places))")
        tagging = try database.prepare("INSERT OR IGNORE INTO tags (request, name, value) VALUES (?,?,?)")
    }

    /// See ``Database/isInPlace``.
    var isInPlace: Bool { database.isInPlace }

    /// Writes all entries, or none; returns how many were new.
    @discardableResult
    func write(_ entries: [LedgerEntry]) throws(DatabaseError) -> Int {
        var added = 0
        try database.transaction { () throws(DatabaseError) in
            for entry in entries {
                try insertion.run(Self.values(of: entry))
                guard database.changes > 0 else { continue }
                added += 1
                for tag in entry.tags { try tagging.run([.text(entry.request), .text(tag.name), .text(tag.value)]) }
            }
        }
        return added
    }

    private static func values(of entry: LedgerEntry) -> [DatabaseValue] {
        var values: [DatabaseValue] = []
        values.reserveCapacity(LedgerSchema.columns.count)
        values += [
            .text(entry.request), .integer(entry.time), DatabaseValue(entry.uid), DatabaseValue(entry.gid), DatabaseValue(entry.unit),
            .text(entry.session), DatabaseValue(entry.mode), DatabaseValue(entry.profile), DatabaseValue(entry.tier), DatabaseValue(entry.model),
            DatabaseValue(entry.provider), DatabaseValue(entry.baseline), .text(entry.revision), .text(entry.status), DatabaseValue(entry.finish),
            DatabaseValue(entry.attempts),
        ]
        for column in UsageClass.all { values.append(DatabaseValue(entry.usage.map { column.count($0) })) }
        values += [
            DatabaseValue(entry.usage.map { $0.estimated ? 1 : 0 }), money(entry.cost), money(entry.saved), money(entry.hedged),
            DatabaseValue(entry.firstTokenMilliseconds), DatabaseValue(entry.durationMilliseconds),
            .text(entry.kind.rawValue), DatabaseValue(entry.agent), DatabaseValue(entry.user),
        ]
        values += FactColumns.values(of: entry)
        return values
    }

    /// A sum beyond 64 bits is kept as unknown rather than wrong.
    static func money(_ amount: Money?) -> DatabaseValue {
        amount.flatMap { Int64(exactly: $0.picodollars) }.map { .integer($0) } ?? .null
    }

    func trace(_ query: TraceQuery) throws(DatabaseError) -> [LedgerEntry] {
        let question = TraceStatement(query)
        let entries = try database.rows(question.sql, question.values).map(TraceStatement.entry)
        return query.isLatest ? entries.reversed() : entries
    }

    func usage(_ query: UsageQuery) throws(DatabaseError) -> [UsageRow] {
        let question = UsageStatement(query)
        return try database.rows(question.sql, question.values).map { UsageStatement.row($0, columns: query.by.count) }
    }

    /// Takes out what is older than `oldest` (Unix milliseconds), and beyond that the oldest entries until the file has at most
    /// `bytes`; returns how many went.
    func retain(since oldest: Int64, bytes: Int) throws(DatabaseError) -> Int {
        try database.execute("DELETE FROM requests WHERE time < \(oldest)")
        var gone = database.changes
        while try size() > bytes {
            try database.execute("DELETE FROM requests WHERE id IN (SELECT id FROM requests ORDER BY time LIMIT \(Self.pruned))")
            if database.changes == 0 { break }
            gone += database.changes
        }
        if gone > 0 { try database.execute("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(PASSIVE)") }
        return gone
    }

    /// Entries taken out at once where the file is too large.
    private static let pruned = 1_000

    /// Bytes of the pages that hold something.
    private func size() throws(DatabaseError) -> Int {
        func number(_ pragma: String) throws(DatabaseError) -> Int {
            try database.rows("PRAGMA \(pragma)").first?.first?.integer.map(Int.init) ?? 0
        }
        return try (number("page_count") - number("freelist_count")) * number("page_size")
    }
}
