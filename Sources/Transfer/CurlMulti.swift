internal import CCurl
internal import Glibc
internal import Loop
internal import Primitives

/// curl's multi handle, driven by the loop.
///
/// No curl function is called from within one of curl's callbacks: what a callback asks for is done at the end of the tick.
@LoopActor
final class CurlMulti {
    typealias Easy = UnsafeMutableRawPointer

    private let multi: UnsafeMutableRawPointer
    private var sockets: SocketTable!
    private let onDone: @LoopActor (Easy, CURLcode) -> Void

    /// Within a curl function, and so maybe within a callback.
    private var isInside = false
    private var isKicking = false
    private var isKickScheduled = false
    private var isTimeoutDue = false
    private var timer: LazyTimer!
    private var queued: [@LoopActor () -> Void] = []
    /// Calls of `curl_multi_socket_action` so far.
    private(set) var actions = 0

    init(onDone: @escaping @LoopActor (Easy, CURLcode) -> Void) {
        curl_global_init(Int(CCURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { fatalError("curl_multi_init: no memory") }
        self.multi = multi
        self.onDone = onDone
        sockets = SocketTable { [weak self] socket, ready in self?.act(on: socket, ready) }
        timer = LazyTimer { [weak self] in self?.socketAction(CCURL_NO_SOCKET, 0) }
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_multi_on_socket(multi, Self.onSocket, context)
        ccurl_multi_on_timer(multi, Self.onTimer, context)
        ccurl_multi_set_number(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        ccurl_multi_set_number(multi, CURLMOPT_MAXCONNECTS, Limits.pooledConnections)
    }

    isolated deinit {
        timer.cancel()
        enter { _ = curl_multi_cleanup(multi) }
    }

    var openConnections: Int { sockets.open }
    var connectionsEverOpened: Int { sockets.everOpened }

    /// Starts the transfer at the end of the tick; false where there is no memory for it.
    func add(_ easy: Easy) -> Bool { enter { curl_multi_add_handle(multi, easy) } == CURLM_OK }

    /// Takes the transfer out; where it is not over, its connection closes with it.
    func remove(_ easy: Easy) { _ = enter { curl_multi_remove_handle(multi, easy) } }

    /// Lets a transfer go on that a callback held back.
    func release(_ easy: Easy) { _ = enter { curl_easy_pause(easy, CURLPAUSE_CONT) } }

    /// Has the easy handle tell the loop of its sockets, for as long as those live.
    func adopt(_ easy: Easy) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_on_open(easy, Self.onOpen, context)
        ccurl_on_close(easy, Self.onClose, context)
    }

    /// Runs `action` at once, or where that would be within curl, at the end of the tick.
    func outsideCurl(_ action: @escaping @LoopActor () -> Void) {
        if !isInside { return action() }
        queueKick(action)
    }

    /// Runs `action` at the end of the tick.
    func queueKick(_ action: @escaping @LoopActor () -> Void) {
        queued.append(action)
        scheduleKick()
    }
}

// Driving.
extension CurlMulti {
    private func enter<Result>(_ body: () -> Result) -> Result {
        precondition(!isInside, "curl called from one of its callbacks")
        isInside = true
        defer { isInside = false }
        return body()
    }

    private func act(on socket: curl_socket_t, _ ready: Readiness) {
        var events: Int32 = 0
        if ready.contains(.readable) { events |= CURL_CSELECT_IN }
        if ready.contains(.writable) { events |= CURL_CSELECT_OUT }
        if ready.isBroken { events |= CURL_CSELECT_ERR }
        socketAction(socket, events)
    }

    private func socketAction(_ socket: curl_socket_t, _ events: Int32) {
        var running: Int32 = 0
        actions += 1
        _ = enter { curl_multi_socket_action(multi, socket, events, &running) }
        collectDone()
    }

    private func collectDone() {
        var code = CURLE_OK
        while let easy = ccurl_multi_next_done(multi, &code) { onDone(easy, code) }
    }

    private func scheduleKick() {
        guard !isKickScheduled else { return }
        isKickScheduled = true
        EventLoop.atEndOfTick { [weak self] in self?.kick() }
    }

    private func kick() {
        isKickScheduled = false
        isKicking = true
        defer { isKicking = false }
        let actions = queued
        queued.removeAll(keepingCapacity: true)
        for action in actions { action() }
        if isTimeoutDue {
            isTimeoutDue = false
            socketAction(CCURL_NO_SOCKET, 0)
        } else if !actions.isEmpty {
            collectDone()
        }
    }

    private func setTimer(milliseconds: Int) {
        // What a kick asks for has to wait until the descriptors had their turn.
        if milliseconds == 0, !isKicking {
            timer.set(nil)
            isTimeoutDue = true
            scheduleKick()
        } else {
            timer.set(milliseconds < 0 ? nil : EventLoop.now + .milliseconds(milliseconds))
        }
    }

    private func want(_ socket: curl_socket_t, _ interest: Int32) -> Bool {
        switch interest {
        case CURL_POLL_IN: sockets.want(socket, .readable)
        case CURL_POLL_OUT: sockets.want(socket, .writable)
        case CURL_POLL_INOUT: sockets.want(socket, [.readable, .writable])
        default: sockets.want(socket, [])
        }
    }
}

// Called by curl.
extension CurlMulti {
    private nonisolated static func at(_ context: UnsafeMutableRawPointer?) -> CurlMulti? {
        context.map { Unmanaged<CurlMulti>.fromOpaque($0).takeUnretainedValue() }
    }

    private nonisolated static let onSocket: ccurl_socket_callback = { _, socket, interest, context, _ in
        guard let multi = at(context) else { return -1 }
        return EventLoop.assumeOnLoop { multi.want(socket, interest) } ? 0 : -1
    }

    private nonisolated static let onTimer: ccurl_timer_callback = { _, milliseconds, context in
        guard let multi = at(context) else { return -1 }
        EventLoop.assumeOnLoop { multi.setTimer(milliseconds: milliseconds) }
        return 0
    }

    private nonisolated static let onOpen: ccurl_open_callback = { context, _, address in
        let socket = ccurl_open_socket(address)
        if socket >= 0, let multi = at(context) { EventLoop.assumeOnLoop { multi.sockets.opened(socket) } }
        return socket
    }

    private nonisolated static let onClose: ccurl_close_callback = { context, socket in
        if let multi = at(context) { EventLoop.assumeOnLoop { multi.sockets.closing(socket) } }
        return close(socket)
    }
}
