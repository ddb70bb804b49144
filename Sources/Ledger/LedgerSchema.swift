internal import Database

/// The tables of the ledger, and the way from each older form to the present one.
///
/// A sum of money is kept as whole picodollars of at most 64 bits, some nine million dollars for one request.
enum LedgerSchema {
    /// One step from each version to the next. Steps are never changed, only added.
    static let migrations = [
        """
        CREATE TABLE requests (
            id TEXT PRIMARY KEY, time INTEGER NOT NULL,
            uid INTEGER, gid INTEGER, unit TEXT, session TEXT NOT NULL,
            mode TEXT, profile TEXT, tier TEXT, model TEXT, provider TEXT, baseline TEXT, revision TEXT NOT NULL,
            status TEXT NOT NULL, finish TEXT, attempts INTEGER NOT NULL,
            input INTEGER, cache_read INTEGER, cache_write_5m INTEGER, cache_write_1h INTEGER, output INTEGER, reasoning INTEGER,
            audio_input INTEGER, audio_cache_read INTEGER, audio_output INTEGER, image_input INTEGER, image_output INTEGER,
            tool_requests INTEGER, estimated INTEGER,
            cost INTEGER, saved INTEGER, first_token_ms INTEGER, duration_ms INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX requests_by_time ON requests (time);
        CREATE TABLE tags (
            request TEXT NOT NULL REFERENCES requests (id) ON DELETE CASCADE, name TEXT NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (request, name, value)
        ) STRICT, WITHOUT ROWID;
        """,
        "ALTER TABLE requests ADD COLUMN hedge INTEGER",
        """
        ALTER TABLE requests ADD COLUMN kind TEXT NOT NULL DEFAULT 'chat';
        ALTER TABLE requests ADD COLUMN agent TEXT;
        ALTER TABLE requests ADD COLUMN user TEXT;
        """,
        FactColumns.all.map { "ALTER TABLE requests ADD COLUMN \($0.name) \($0.type);" }.joined(separator: "\n"),
    ]

    static let columns = [
        "id", "time", "uid", "gid", "unit", "session", "mode", "profile", "tier", "model", "provider", "baseline", "revision", "status", "finish",
        "attempts", "input", "cache_read", "cache_write_5m", "cache_write_1h", "output", "reasoning", "audio_input", "audio_cache_read",
        "audio_output", "image_input", "image_output", "tool_requests", "estimated", "cost", "saved", "hedge", "first_token_ms", "duration_ms",
        "kind", "agent", "user",
    ] + FactColumns.all.map(\.name)

    /// Brings the file to the present form. One that a newer shunt wrote is left alone.
    static func migrate(_ database: Database) throws(DatabaseError) {
        let version = try database.rows("PRAGMA user_version").first?.first?.integer.map(Int.init) ?? 0
        guard version <= migrations.count else {
            throw DatabaseError(code: 1, message: "the ledger is of form \(version), which a newer shunt wrote; this one knows up to \(migrations.count)")
        }
        for step in version..<migrations.count {
            try database.transaction { () throws(DatabaseError) in
                try database.execute(migrations[step])
                try database.execute("PRAGMA user_version = \(step + 1)")
            }
        }
    }
}
