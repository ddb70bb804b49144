import Control
import Exchange
import Gateway
import JSONText
import Ledger
import Loop
import Primitives
import Settings
import Simulator
import Telemetry
import Transfer
import Upstream

/// The daemon's services in this process, before a simulated provider: everything but the start and the journal.
@LoopActor
final class Station {
    let folder: TemporaryFolder
    let simulator: Simulator
    let door: Door
    let counters = Counters()
    let book: LedgerBook
    let budgets: BudgetKeeper
    private let spending: BudgetBook?
    /// What went to the journal.
    private(set) var journal: [LogEntry] = []
    /// What the next reload reads.
    var table: String
    var socket: String { folder.file("shunt.sock") }
    var requests: [LogEntry] { journal.filter { $0.messageID == MessageID.request.rawValue } }

    /// A table whose tier `balanced` has these models, each the name of a script for the simulator.
    /// One whose name begins with `claude` is of a provider that speaks Anthropic's API. One that falls silent is of the provider with short clocks, so that the others can wait out a busy machine.
    static func table(_ models: String...) -> String {
        var text = "schema = 1\nrevision = \"r1\"\n[tiers.balanced]\nmodels = ["
        text += models.indices.map { "\"m\($0)\"" }.joined(separator: ", ") + "]\n"
        for (index, script) in models.enumerated() {
            let provider = script.contains("silence") ? "hasty" : script.hasPrefix("claude") ? "claude" : script.hasPrefix("gemini") ? "google" : script.hasPrefix("respond") ? "responder" : "near"
            text += "[models.m\(index)]\nprovider = \"\(provider)\"\nname = \"\(script)\"\nprice = { input = 1, output = 2 }\n"
        }
        return text
    }

    /// Where what is spent of budgets is kept, and the time in Unix seconds that they go by.
    struct Spending {
        /// Nil keeps it in memory.
        var file: String?
        var clock: () -> Int = { Clock.unixSeconds }
        var retryPause = Limits.storeRetryPause
    }

    /// `head`: what the configuration begins with. `providers`: further ones, given the simulator's socket, and further sections.
    init(
        _ table: String = Station.table("sim"), limits: String = "", secrets: [String: String] = [:], spending: Spending = Spending(),
        head: String = "", providers: (String) -> String = { _ in "" }
    ) throws {
        self.table = table
        folder = try TemporaryFolder(prefix: "shunt-gateway")
        simulator = try Simulator.start(unix: folder.file("simulator.sock"))
        let sources = MemorySources(
            configuration: head + "\n" + Self.configuration(folder, limits) + "\n" + providers(folder.file("simulator.sock")), secrets: secrets)
        let snapshots = SnapshotHolder(try sources.load(table))
        let sink = Sink()
        let state = RoutingState()
        let book = LedgerBook(
            path: folder.file("ledger.db"), retention: LedgerRetention(age: .seconds(86_400), bytes: 1 << 30), log: { _ in })
        self.book = book
        let kept = spending.file.map { BudgetBook(path: $0) }
        let budgets = BudgetKeeper(store: kept, log: { sink.take($0) }, clock: spending.clock, retryPause: spending.retryPause)
        self.spending = kept
        self.budgets = budgets
        let chat = ChatDispatcher(client: HTTPClient(), state: state, counters: counters, book: book, budgets: budgets, log: { sink.take($0) })
        let pending = Pending(table)
        let controller = Controller(
            snapshots: snapshots,
            load: { (_) async throws(ReloadFailure) in
                do throws(SettingsError) { return try sources.load(pending.table) } catch { throw ReloadFailure(error.diagnostics) }
            }, log: { sink.take($0) })
        controller.reporters = [{ budgets.status(snapshots.current, into: &$0) }]
        let services = GatewayServices(
            chat: chat, control: controller, ledger: book, budgets: budgets, snapshots: snapshots, counters: counters, log: { sink.take($0) },
            identify: { socket in
                socket.peer.map { Caller(identity: CallerIdentity(uid: $0.uid, gid: $0.gid), pid: $0.pid) }
            })
        door = Door(services: services)
        self.pending = pending
        door.open(try Listener.unix(path: folder.file("shunt.sock")), as: .unixSocket)
        sink.deliver = { [unowned self] in journal.append($0) }
    }

    private let pending: Pending

    /// Puts a table where the next reload finds it.
    func serve(_ table: String) { pending.table = table }

    func connect() async throws -> RPCClient { try await RPCClient(EventLoop.connect(unix: socket)) }

    /// Closes the door and returns once no connection is left.
    func stop() async {
        await door.drain(within: .seconds(2))
        await budgets.close()
        await abandon()
    }

    /// Ends it as a crash would: nothing is written down any more.
    func abandon() async {
        spending?.close(patience: .seconds(10))
        await door.drain(within: .zero)
        book.close(patience: .seconds(10))
        simulator.stop()
        folder.remove()
    }

    /// Waits until `count` requests are in the journal: settlement may be a tick behind the answer.
    func settled(_ count: Int) async throws -> [LogEntry] {
        for _ in 0..<2000 where requests.count < count { try await EventLoop.sleep(for: .milliseconds(1)) }
        return requests
    }

    private static func configuration(_ folder: TemporaryFolder, _ limits: String) -> String {
        """
        [table]
        source = "/table.toml"
        [providers.near]
        api = "openai-chat"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        [providers.claude]
        api = "anthropic-messages"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        [providers.google]
        api = "gemini"
        url = "http://simulator/v1beta"
        socket = "\(folder.file("simulator.sock"))"
        [providers.responder]
        api = "openai-responses"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        [providers.open]
        api = "anthropic-messages"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        key = { caller = true }
        [providers.hasty]
        api = "openai-chat"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        clocks = { first_byte = "200ms", first_token = "200ms", idle = "200ms" }
        [providers.keyed]
        api = "openai-chat"
        url = "http://simulator/v1"
        socket = "\(folder.file("simulator.sock"))"
        key = [{ credential = "first" }, { credential = "second" }]
        [providers.gone]
        api = "openai-chat"
        url = "http://simulator/v1"
        socket = "\(folder.file("nobody.sock"))"
        [limits]
        \(limits)
        """
    }
}

@LoopActor
private final class Sink {
    var deliver: (LogEntry) -> Void = { _ in }
    func take(_ entry: LogEntry) { deliver(entry) }
}

@LoopActor
private final class Pending {
    var table: String
    init(_ table: String) { self.table = table }
}

extension LogEntry {
    /// The value of the field `SHUNT_name`.
    func field(_ name: String) -> String? { fields.first { $0.name == "SHUNT_" + name }?.value }
}
