internal import CCurl
internal import Loop
internal import Primitives

/// One request under way and its response: what curl brings goes in here, what its one reader wants comes out.
@LoopActor
final class RunningTransfer {
    private let client: HTTPClient
    private let endpoint: PreparedEndpoint
    private let fields: FieldList
    private var body: Bytes
    /// Nil when curl is done with it.
    private(set) var easy: EasyHandle?
    /// Its place among the client's running transfers.
    var position = 0

    private var intake = Intake()
    private var deadlines: Deadlines
    private var timer: LazyTimer?
    private var reader: Reader?
    private var isLookDue = false
    private var pauses = UnixQueue.pauses[...]
    private var mustWakeReader = false

    init(
        _ client: HTTPClient, _ easy: EasyHandle, _ endpoint: PreparedEndpoint, _ fields: FieldList, _ body: consuming Bytes, _ clocks: Clocks
    ) {
        self.client = client
        self.easy = easy
        self.endpoint = endpoint
        self.fields = fields
        self.body = body
        deadlines = Deadlines(clocks, start: EventLoop.now)
        easy.transfer = self
        easy.prepare(endpoint, fields, self.body)
        timer = LazyTimer { [unowned self] in clockRanOut() }
        timer?.set(deadlines.nearest?.at)
    }

    private struct Reader {
        let continuation: UnsafeContinuation<Void, Never>
        /// Nil where anything ends the wait.
        let waits: (@LoopActor () -> Bool)?
    }

    var head: ReceivedHead { intake.head }
    var method: String { endpoint.method }
}

// The reader's side.
extension RunningTransfer {
    /// Returns when the head of the final response is complete.
    func waitForHead() async throws(TransferError) {
        while !intake.hasHead { await news() }
        if !intake.head.isComplete, case .failed(let error) = intake.outcome { throw error }
    }

    /// What is there of the body now.
    func take() throws(TransferError) -> Arrival {
        if Task.isCancelled { cancel(.cancelled) }
        let wasHeldBack = intake.isHeldBack
        if let bytes = intake.takeUnread() {
            if wasHeldBack { release() }
            return .bytes(bytes)
        }
        if mustWakeReader {
            mustWakeReader = false
            return .bytes([])
        }
        switch intake.outcome {
        case .running: return .nothing
        case .ended: return .end
        case .failed(let error): throw error
        }
    }

    var isRunning: Bool { intake.outcome == .running }

    func tokenCame() {
        if deadlines.tokenCame() { timer?.set(deadlines.nearest?.at) }
    }

    func awaitToken() { deadlines.awaitToken(since: EventLoop.now) }

    func wakeReader(after delay: Duration) -> TimerToken {
        EventLoop.schedule(after: delay) { [weak self] in
            self?.mustWakeReader = true
            self?.resumeReader()
        }
    }

    /// Ends the transfer at once, unless it is over. Its connection closes.
    func cancel(_ error: TransferError) {
        intake.finish(error)
        if easy != nil { client.outsideCurl { self.detach() } }
        resumeReader()
    }

    /// Returns when something happens: at once where that is due already. A cancelled task ends the transfer.
    ///
    /// With `waits`, when that gives false: it is asked at the end of each tick in which something happened, so that what takes no time
    /// is done there, and the task is resumed only once.
    func news(_ waits: (@LoopActor () -> Bool)? = nil) async {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                precondition(reader == nil, "one reader at a time")
                if isWaitedFor { reader = Reader(continuation: continuation, waits: waits) } else { continuation.resume() }
            }
        } onCancel: {
            if LoopExecutor.shared.isCurrentThread {
                EventLoop.assumeOnLoop { self.cancel(.cancelled) }
            } else {
                EventLoop.submit { self.cancel(.cancelled) }
            }
        }
    }

    /// Whether the reader has nothing to do but to wait: for the head, and behind it for the body.
    private var isWaitedFor: Bool { !(intake.head.isComplete ? intake.hasNews : intake.hasHead) && !mustWakeReader }

    private func resumeReader() {
        guard let reader else { return }
        if reader.waits == nil {
            self.reader = nil
            reader.continuation.resume()
        } else if !isLookDue {
            isLookDue = true
            EventLoop.atEndOfTick { self.haveReaderLook() }
        }
    }

    /// The reader is out of the way meanwhile, since what it does may be news, too.
    private func haveReaderLook() {
        isLookDue = false
        guard let reader = reader.take() else { return }
        guard let waits = reader.waits, waits() else { return reader.continuation.resume() }
        self.reader = reader
        if intake.hasNews { resumeReader() }
    }

    private func release() {
        client.queueKick { [self] in
            guard let easy, !intake.isHeldBack else { return }
            deadlines.released(at: EventLoop.now)
            timer?.set(deadlines.nearest?.at)
            client.release(easy)
        }
    }
}

// curl's side: called from its callbacks, so no function of the multi handle may be called from here.
extension RunningTransfer {
    func connected() { deadlines.connected() }

    func receive(headerLine line: UnsafeRawBufferPointer) -> Intake.Verdict {
        let hadBegun = intake.head.hasBegun
        let verdict = intake.add(headerLine: line)
        if intake.head.hasBegun {
            deadlines.received(at: EventLoop.now)
            if !hadBegun { timer?.set(deadlines.nearest?.at) }
        }
        if intake.head.isComplete {
            dropSentBody()
            resumeReader()
        }
        return verdict
    }

    func receive(body bytes: UnsafeRawBufferPointer) -> Intake.Verdict {
        let verdict = intake.add(body: bytes)
        switch verdict {
        case .taken: deadlines.received(at: EventLoop.now)
        case .heldBack: deadlines.heldBack()
        case .refused: break
        }
        resumeReader()
        return verdict
    }

    /// curl sends a request once more only where nothing was received: a body that went out is not needed any longer.
    private func dropSentBody() {
        guard let easy, !body.isEmpty, ccurl_bytes_sent(easy.curl) == body.count else { return }
        body = []
        easy.dropUploadBuffer()
    }

    /// curl's word that the transfer is over.
    func finished(_ code: CURLcode) {
        if code == CURLE_COULDNT_CONNECT, willAskAgain() { return }
        if code != CURLE_OK {
            intake.finish(failure(code))
        } else {
            // curl finds nothing wrong with an answer that has no body since its head was cut off.
            intake.finish(intake.head.isComplete ? nil : .reset("closed within the head"))
        }
        detach()
        resumeReader()
    }

    /// Whether the listener's queue was full, and the transfer starts anew after a pause.
    private func willAskAgain() -> Bool {
        guard let easy, endpoint.unixSocket != nil, UnixQueue.wasFull(easy.errno), let pause = pauses.popFirst() else { return false }
        EventLoop.schedule(after: pause) { [self] in
            if self.easy != nil { client.restart(self, easy) }
        }
        return true
    }

    private func clockRanOut() {
        guard easy != nil, let nearest = deadlines.nearest else { return }
        if nearest.at <= EventLoop.now { cancel(.timeout(nearest.kind)) } else { timer?.set(nearest.at) }
    }

    private func failure(_ code: CURLcode) -> TransferError {
        guard let easy else { return .cancelled }
        return TransferError(code, problem: easy.problem, errno: easy.errno, endpoint: endpoint)
    }

    private func detach() {
        timer?.cancel()
        timer = nil
        guard let easy else { return }
        self.easy = nil
        client.detach(self, easy)
        body = []
    }
}
