internal import Database
internal import Exchange
internal import Primitives
internal import Routing

/// Owns the file of budgets on its thread.
///
/// Dollars are kept as whole picodollars of at most 64 bits, some nine million dollars: more counts as that much.
final class BudgetWorker: DatabaseWorker {
    private static let form = """
        CREATE TABLE budgets (
            budget TEXT NOT NULL, part TEXT NOT NULL, start INTEGER NOT NULL, until INTEGER NOT NULL,
            usd INTEGER NOT NULL, tokens INTEGER NOT NULL, requests INTEGER NOT NULL,
            PRIMARY KEY (budget, part)
        ) STRICT, WITHOUT ROWID;
        PRAGMA user_version = 1;
        """
    private static let insertion = "INSERT OR REPLACE INTO budgets (budget, part, start, until, usd, tokens, requests) VALUES (?,?,?,?,?,?,?)"

    private let path: String
    private var file: (database: Database, insertion: Statement)?

    init(path: String) { self.path = path }

    /// What counts at `now`, in Unix seconds; the rest goes.
    func load(now: Int) -> Result<[BudgetRow], LedgerFailure> {
        let result = attempt { database, _ throws(DatabaseError) in
            let rows = try Self.rows(database, now)
            // A full disk does not take that, and is no reason to forget the rest.
            try? database.execute("DELETE FROM budgets WHERE until <= \(now)")
            return rows
        }
        guard case .failure = result, let rows = unwritten(now) else { return result }
        return .success(rows)
    }

    /// What a folder holds in which nothing can be written; nil where the file is not whole without its log.
    private func unwritten(_ now: Int) -> [BudgetRow]? {
        guard !Database.hasLog(path), let database = try? Database(path: path, access: .immutable) else { return nil }
        return try? Self.rows(database, now)
    }

    private static func rows(_ database: Database, _ now: Int) throws(DatabaseError) -> [BudgetRow] {
        try database.rows("SELECT budget, part, start, until, usd, tokens, requests FROM budgets WHERE until > \(now)").compactMap(row)
    }

    /// Returns once all rows are on disk, even through a power cut, or none.
    func keep(_ rows: [BudgetRow]) -> Result<Void, LedgerFailure> {
        attempt { database, insertion throws(DatabaseError) in
            try database.transaction { () throws(DatabaseError) in
                for row in rows { try insertion.run(Self.values(of: row)) }
            }
            if !database.isInPlace { throw .moved }
        }
    }

    func write(_ rows: [BudgetRow]) { _ = keep(rows) }

    private func attempt<Value>(_ work: (Database, Statement) throws(DatabaseError) -> Value) -> Result<Value, LedgerFailure> {
        do throws(DatabaseError) {
            let file = try open()
            return .success(try work(file.database, file.insertion))
        } catch {
            if !error.isOfDisk || file?.database.isInPlace != true { file = nil }
            return .failure(LedgerFailure("\(path) cannot be used: \(error)"))
        }
    }

    private func open() throws(DatabaseError) -> (database: Database, insertion: Statement) {
        if let file { return file }
        let database = try Database(path: path)
        // EXCLUSIVE needs no shared memory beside the file, for which a full disk has no room: the daemon alone uses it.
        try database.execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")
        switch try database.rows("PRAGMA user_version").first?.first?.integer ?? 0 {
        case 0: try database.transaction { () throws(DatabaseError) in try database.execute(Self.form) }
        case 1: break
        case let version: throw DatabaseError(code: 1, message: "it is of form \(version), which a newer shunt wrote")
        }
        let opened = (database, try database.prepare(Self.insertion))
        file = opened
        return opened
    }

    private static func values(of row: BudgetRow) -> [DatabaseValue] {
        [
            .text(row.budget), .text(row.part), DatabaseValue(row.start), DatabaseValue(row.until),
            .integer(Int64(clamping: row.amounts.usd.picodollars)), DatabaseValue(row.amounts.tokens), DatabaseValue(row.amounts.requests),
        ]
    }

    private static func row(_ values: [DatabaseValue]) -> BudgetRow? {
        guard values.count == 7, let budget = values[0].text, let part = values[1].text else { return nil }
        let numbers = values.dropFirst(2).compactMap(\.integer)
        guard numbers.count == 5 else { return nil }
        let amounts = BudgetAmounts(
            usd: Money(picodollars: Int128(numbers[2])), tokens: Int(numbers[3]), requests: Int(numbers[4]))
        return BudgetRow(budget: budget, part: part, start: Int(numbers[0]), until: Int(numbers[1]), amounts: amounts)
    }
}
