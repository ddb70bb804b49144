@testable import Console
import Loop
import Primitives

/// One run of the client in memory: what was typed or piped, and what came out.
@LoopActor
final class Shunt {
    let input: MemorySource
    let output: MemorySink
    let errors: MemorySink
    let interruptions = Interruptions()
    var patience = Duration.seconds(10)
    private let environment: [String: String]

    init(input: [String] = [], terminal: Bool = false, environment: [String: String] = [:]) {
        self.input = MemorySource(input, isTerminal: terminal)
        output = MemorySink(isTerminal: terminal)
        errors = MemorySink(isTerminal: terminal)
        self.environment = environment
    }

    func run(_ words: String...) async -> CommandStatus { await run(words) }

    func run(_ words: [String]) async -> CommandStatus {
        var surroundings = Surroundings(
            input: input, output: output, errors: errors, environment: { [environment] in environment[$0] }, interruptions: interruptions)
        surroundings.patience = patience
        return await Console.run(words, in: surroundings)
    }
}

/// What a run writes.
@LoopActor
final class MemorySink: ByteSink {
    let isTerminal: Bool
    let columns: Int? = nil
    private(set) var text = ""
    /// Nobody reads any more.
    var isClosed = false
    private var waiters: [(text: String, continuation: CheckedContinuation<Void, Never>)] = []

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    func write(_ bytes: Bytes) async throws(SocketError) {
        if isClosed { throw .peerGone }
        text += bytes.text
        for waiter in waiters where text.contains(waiter.text) { waiter.continuation.resume() }
        waiters.removeAll { text.contains($0.text) }
    }

    /// Returns when `text` was written.
    func hasShown(_ text: String) async {
        if self.text.contains(text) { return }
        await withCheckedContinuation { waiters.append((text, $0)) }
    }
}

/// What a run reads: pieces, then the end; or, after the pieces, nothing until the run is over.
@LoopActor
final class MemorySource: ByteSource {
    let isTerminal: Bool
    var staysOpen = false
    private var pieces: [String]

    init(_ pieces: [String], isTerminal: Bool) {
        self.pieces = pieces
        self.isTerminal = isTerminal
    }

    func read() async throws(SocketError) -> Bytes {
        if !pieces.isEmpty { return Bytes(pieces.removeFirst().utf8) }
        guard staysOpen else { return [] }
        do throws(CancellationError) { try await EventLoop.sleep(for: .seconds(600)) } catch { throw .cancelled }
        return []
    }
}
