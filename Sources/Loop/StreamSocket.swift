internal import CLinux
internal import Glibc
package import Primitives

/// A connected stream socket on the loop: pulled reads, buffered writes.
///
/// It is registered once, edge-triggered, and reads before it waits, so that a message costs one `epoll_wait` and one `recv`.
/// One task reads at a time; any number may write.
@LoopActor
package final class StreamSocket {
    private static let interest: Readiness = [.readable, .peerFinished, .onChange]
    /// Reads without a wait in between before the task lets others run.
    private static let readsInARow = 16

    private var descriptor: Descriptor?
    private var watch: Watch?
    private var out = OutBuffer()
    private var reader: Waiter<Void, SocketError>?
    private var writers: [(waiter: Waiter<Void, SocketError>, limit: Int)] = []

    /// Whether a read may find something; false after one that found the kernel's buffer empty.
    private var mayRead = true
    private var isPeerFinished = false
    private var isPeerGone = false
    private var isDirty = false
    private var isSendingOver = false
    private var isReadingOver = false
    /// The kernel's buffer is full and the watch asks for room.
    private var awaitsRoom = false
    private var wasHangupTold = false
    private var lastReadWasFull = false
    private var readStreak = 0

    /// Called once, from the loop, when the peer is entirely gone, whether or not anybody reads. A peer that finished sending
    /// and still receives is not gone. TCP tells the difference only when something is sent to it.
    package var onHangup: (@LoopActor () -> Void)? {
        didSet { if isPeerGone, !wasHangupTold { EventLoop.atEndOfTick { [weak self] in self?.tellHangup() } } }
    }

    /// Who is on the other side, as the kernel says; nil for TCP. Looked up at the first use, which reads `/proc`.
    package private(set) lazy var peer: PeerCredentials? = PeerCredentials(of: descriptor?.number ?? -1)

    /// Takes over a connected, non-blocking stream socket.
    package init(adopting descriptor: consuming Descriptor) throws(SystemError) {
        let number = descriptor.number
        self.descriptor = consume descriptor
        watch = try EventLoop.watch(number, Self.interest) { [weak self] ready in self?.handle(ready) }
    }

    isolated deinit { watch?.cancelBeforeClosing() }

    package var isOpen: Bool { descriptor != nil }

    /// Bytes written that the kernel has not taken yet.
    package var backlog: Int { out.count }
}

// Reading.
extension StreamSocket {
    /// The next bytes, at least one and up to `limit`; none when the peer has finished sending.
    package func read(upTo limit: Int = Limits.readBytes) async throws(SocketError) -> Bytes {
        if Task.isCancelled { throw .cancelled }
        readStreak += 1
        if readStreak > Self.readsInARow {
            readStreak = 0
            await Task.yield()
        }
        while true {
            if let bytes = try receive(limit) { return bytes }
            readStreak = 0
            try await waitUntilReadable()
        }
    }

    /// Reads find the end from now on, as if the peer had finished sending: for an orderly stop.
    package func endReading() {
        isReadingOver = true
        reader?.resume(.success(()))
    }

    private func waitUntilReadable() async throws(SocketError) {
        // Even a call on the same actor may let others run first, where the task lacks the loop as its preference.
        guard isOpen, !mayRead, !isReadingOver else { return }
        precondition(reader == nil, "one reader at a time")
        let waiter = Waiter<Void, SocketError>(whenCancelled: .cancelled)
        reader = waiter
        defer { reader = nil }
        try await waiter.value()
    }

    /// One `recv`, or nil where there is nothing to read now.
    private func receive(_ limit: Int) throws(SocketError) -> Bytes? {
        guard let number = descriptor?.number else { throw .closed }
        if isReadingOver { return [] }
        guard mayRead else { return nil }
        let limit = max(1, limit)
        // A full read is likely to be followed by another: that one goes where it will stay.
        let (bytes, result) = lastReadWasFull ? ReadBuffer.fresh(number, limit) : ReadBuffer.shared(number, limit)
        guard result >= 0 else { return try handleReadError(Int32(-result)) }
        lastReadWasFull = result == limit
        if result == 0 { isPeerFinished = true }
        // A read that was not filled emptied the kernel's buffer; with the end already announced there is one more to come.
        if result < limit, !isPeerFinished { mayRead = false }
        return bytes
    }

    private func handleReadError(_ code: Int32) throws(SocketError) -> Bytes? {
        switch code {
        case EAGAIN:
            mayRead = false
            return nil
        case EINTR: return nil
        case ECONNRESET, EPIPE, ETIMEDOUT:
            peerHasGone()
            throw .peerGone
        default: throw .system(SystemError("read from a connection", code: code))
        }
    }
}

// Writing.
extension StreamSocket {
    /// Queues `bytes`; what a tick writes leaves together at its end. Bytes for a peer that is gone are dropped.
    package func write(_ bytes: consuming Bytes) { write(bytes[...]) }

    /// Queues `bytes`; what a tick writes leaves together at its end. Bytes for a peer that is gone are dropped.
    package func write(_ bytes: consuming ByteSlice) {
        guard isOpen, !isPeerGone, !isSendingOver else { return }
        out.append(bytes)
        guard !isDirty, !awaitsRoom, !out.isEmpty else { return }
        isDirty = true
        EventLoop.core.flushAtEndOfTick(self)
    }

    /// Returns when the backlog is below half of ``Limits/writeBacklogBytes``.
    package func drained() async throws(SocketError) { try await wait(untilBacklogIsAtMost: Limits.writeBacklogBytes / 2) }

    /// Returns when the kernel has taken everything.
    package func flushed() async throws(SocketError) { try await wait(untilBacklogIsAtMost: 0) }

    /// Sends what is queued and then tells the peer that no more will come.
    package func shutdownSending() {
        guard isOpen, !isSendingOver else { return }
        isSendingOver = true
        if out.isEmpty { finishSending() }
    }

    /// Offers what is queued to the kernel and closes; what it does not take now is lost (``flushed()`` waits for it).
    package func close() {
        guard isOpen else { return }
        if !out.isEmpty, !isPeerGone { flushNow() }
        watch?.cancelBeforeClosing()
        watch = nil
        descriptor = nil
        out.removeAll()
        onHangup = nil
        reader?.resume(.failure(.closed))
        failWriters(.closed)
    }

    /// Closes so that a TCP peer sees a reset; on a Unix socket as ``close()``. What is queued is lost.
    package func reset() {
        if let number = descriptor?.number {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(number, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        }
        out.removeAll()
        close()
    }

    private func wait(untilBacklogIsAtMost limit: Int) async throws(SocketError) {
        if isPeerGone { throw .peerGone }
        guard isOpen else { throw .closed }
        guard out.count > limit else { return }
        let waiter = Waiter<Void, SocketError>(whenCancelled: .cancelled)
        writers.append((waiter, limit))
        defer { writers.removeAll { $0.waiter === waiter } }
        try await waiter.value()
    }

    /// Sends as much as the kernel takes.
    func flushNow() {
        isDirty = false
        guard let number = descriptor?.number else { return }
        do throws(SystemError) {
            while !out.isEmpty {
                try out.offer { (bytes, more) throws(SystemError) in
                    guard let start = bytes.baseAddress else { return 0 }
                    let sent = clinux_send(number, start, bytes.count, more ? 1 : 0)
                    guard sent >= 0 else { throw SystemError("send", code: Int32(-sent)) }
                    return sent
                }
            }
            awaitRoom(false)
            if isSendingOver { finishSending() }
        } catch {
            switch error.code {
            case EAGAIN, ENOBUFS, ENOMEM: awaitRoom(true)
            case EINTR: EventLoop.core.flushAtEndOfTick(self)
            default: peerHasGone()
            }
        }
        resumeWriters()
    }

    private func awaitRoom(_ isFull: Bool) {
        guard isFull != awaitsRoom else { return }
        awaitsRoom = isFull
        do {
            try watch?.update(isFull ? Self.interest.union(.writable) : Self.interest)
        } catch {
            peerHasGone()
        }
    }

    private func finishSending() {
        guard let number = descriptor?.number else { return }
        _ = Glibc.shutdown(number, Int32(SHUT_WR))
    }

    private func resumeWriters() {
        for writer in writers where out.count <= writer.limit { writer.waiter.resume(.success(())) }
    }

    private func failWriters(_ error: SocketError) {
        for writer in writers { writer.waiter.resume(.failure(error)) }
    }
}

// What the loop reports.
extension StreamSocket {
    private func handle(_ ready: Readiness) {
        let isFinished = ready.isBroken || ready.contains(.peerFinished)
        if isFinished { isPeerFinished = true }
        if isFinished || ready.contains(.readable) {
            mayRead = true
            reader?.resume(.success(()))
        }
        if ready.isBroken { return peerHasGone() }
        if ready.contains(.writable), awaitsRoom { flushNow() }
    }

    private func peerHasGone() {
        guard !isPeerGone else { return }
        isPeerGone = true
        out.removeAll()
        failWriters(.peerGone)
        tellHangup()
    }

    private func tellHangup() {
        guard !wasHangupTold, let onHangup else { return }
        wasHangupTold = true
        self.onHangup = nil
        onHangup()
    }
}
