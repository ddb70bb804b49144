internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// The results of the methods of `table.`.
enum TableAnswer {
    /// `{"tables":[{"number","revision",…}]}`, the latest first.
    case history([KeptTable])
    /// The members of one table, with its `text`.
    case table(KeptTable, Bytes)
    /// What serves now.
    case serving(Snapshot)

    @LoopActor
    static func of(_ method: RPCMessage.Method, _ params: TableParams, _ services: GatewayServices) async throws(CallFailure) -> TableAnswer {
        let control = services.control
        do throws(ReloadFailure) {
            switch method {
            case .tableRollback: try await control.rollBack(to: params.number)
            case .tablePromote: try await control.promote()
            case .tableShow: return try await show(params.number, control.history)
            default: return .history(try await kept(control.history))
            }
        } catch {
            throw CallFailure(.invalidRequest, error.diagnostics.map(\.description).joined(separator: "\n"))
        }
        return .serving(services.snapshots.current)
    }

    @LoopActor
    private static func kept(_ history: (any TableHistory)?) async throws(ReloadFailure) -> [KeptTable] {
        do throws(TableHistoryFailure) { return try await found(history).tables() } catch { throw failure(error) }
    }

    @LoopActor
    private static func show(_ number: Int?, _ history: (any TableHistory)?) async throws(ReloadFailure) -> TableAnswer {
        do throws(TableHistoryFailure) {
            let history = try found(history)
            let tables = try await history.tables()
            guard let table = number == nil ? tables.first : tables.first(where: { $0.number == number }) else {
                throw TableHistoryFailure(number.map { "there is no table \($0) any more, or never was" } ?? "no table is kept")
            }
            return .table(table, try await history.bytes(of: table.number))
        } catch {
            throw failure(error)
        }
    }

    @LoopActor
    private static func found(_ history: (any TableHistory)?) throws(TableHistoryFailure) -> any TableHistory {
        guard let history else { throw TableHistoryFailure("no table is kept: the daemon has no state directory") }
        return history
    }

    private static func failure(_ failure: TableHistoryFailure) -> ReloadFailure {
        ReloadFailure([Diagnostic(file: "history", position: nil, message: failure.message)])
    }

    func write(into writer: inout JSONWriter) {
        switch self {
        case .history(let tables):
            writer.array("tables") { for table in tables { $0.object { Self.write(table, into: &$0) } } }
        case .table(let table, let bytes):
            Self.write(table, into: &writer)
            writer.member("text", bytes.text)
        case .serving(let snapshot):
            Listing.revision(snapshot, into: &writer)
            if let staged = snapshot.staged { writer.member("rollout", staged.table.revision.description) }
        }
    }

    private static func write(_ table: KeptTable, into writer: inout JSONWriter) {
        writer.member("number", table.number)
        writer.member("revision", table.revision)
        if let serial = table.serial { writer.member("serial", serial) }
        writer.member("digest", table.digest)
        writer.member("source", table.source)
        writer.member("since", table.since)
        writer.member("bytes", table.byteCount)
        writer.member("rollout", table.isStaged)
        writer.array("rolled_back") { for digest in table.barred { $0.value(digest) } }
    }
}
