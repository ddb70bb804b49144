internal import Primitives

/// What has come in of one response: a machine that is told of lines, bytes and the end, and hands out what is unread.
struct Intake {
    enum Outcome: Equatable {
        case running
        /// The response is complete; what is unread may still be taken.
        case ended
        /// What was received before may still be taken.
        case failed(TransferError)
    }

    enum Verdict: Equatable {
        case taken
        /// Too much is unread: the same bytes are to be offered again after ``takeUnread()``.
        case heldBack
        case refused
    }

    private(set) var head = ReceivedHead()
    private(set) var outcome = Outcome.running
    private(set) var isHeldBack = false
    private var unread: Bytes = []

    /// Whether whoever waits for the head, or for bytes behind it, need wait no longer.
    var hasHead: Bool { head.isComplete || outcome != .running }
    var hasNews: Bool { !unread.isEmpty || outcome != .running }

    mutating func add(headerLine line: UnsafeRawBufferPointer) -> Verdict {
        guard outcome == .running else { return .refused }
        do throws(TransferError) {
            try head.add(line)
            return .taken
        } catch {
            finish(error)
            return .refused
        }
    }

    mutating func add(body bytes: UnsafeRawBufferPointer) -> Verdict {
        guard outcome == .running else { return .refused }
        guard unread.count < Limits.receiveBacklogBytes else {
            isHeldBack = true
            return .heldBack
        }
        unread.append(contentsOf: bytes)
        return .taken
    }

    /// The end, proper or not. The first one counts.
    mutating func finish(_ error: TransferError?) {
        guard outcome == .running else { return }
        outcome = error.map { .failed($0) } ?? .ended
        if error == .cancelled { unread = [] }
    }

    /// All that is unread; nil where nothing is.
    mutating func takeUnread() -> Bytes? {
        guard !unread.isEmpty else { return nil }
        isHeldBack = false
        let bytes = unread
        unread = []
        return bytes
    }
}
