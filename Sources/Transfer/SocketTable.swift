internal import CCurl
internal import Glibc
internal import Loop

/// curl's sockets in the loop's epoll set.
///
/// curl stops watching a connection at the end of each request and starts again with the next; following that to the letter
/// costs two system calls a request. A socket that is known to live on stays registered for reading until it reports
/// something that nobody wants.
@LoopActor
final class SocketTable {
    private struct Entry {
        var watch: Watch?
        var wanted: Readiness = []
        /// curl tells of its closing. It does not for what it opens behind our back, such as the pipes of its resolver.
        let isOurs: Bool
    }

    private var entries: [Entry?] = []
    private(set) var open = 0
    private(set) var everOpened = 0
    private let onReady: @LoopActor (curl_socket_t, Readiness) -> Void

    init(onReady: @escaping @LoopActor (curl_socket_t, Readiness) -> Void) { self.onReady = onReady }

    func opened(_ socket: curl_socket_t) {
        forget(socket)
        self[socket] = Entry(isOurs: true)
        open += 1
        everOpened += 1
    }

    func closing(_ socket: curl_socket_t) {
        if self[socket]?.isOurs == true { open -= 1 }
        forget(socket)
    }

    /// Reports what `socket` becomes ready for from now on; false where the kernel refuses.
    func want(_ socket: curl_socket_t, _ wanted: Readiness) -> Bool {
        var entry = self[socket] ?? Entry(isOurs: false)
        entry.wanted = wanted
        defer { self[socket] = wanted.isEmpty && !entry.isOurs ? nil : entry }
        do throws(SystemError) {
            if let watch = entry.watch {
                // A socket is writable nearly always, so that has to go at once.
                let kept = entry.isOurs ? watch.interest.intersection(.readable) : []
                try set(&entry, watch, wanted.union(kept))
            } else if !wanted.isEmpty {
                entry.watch = try EventLoop.watch(socket, wanted) { [weak self] ready in self?.handle(socket, ready) }
            }
            return true
        } catch {
            return false
        }
    }

    /// Nothing wanted means no registration: the kernel reports a hang-up whatever one asks for.
    private func set(_ entry: inout Entry, _ watch: Watch, _ interest: Readiness) throws(SystemError) {
        if interest.isEmpty {
            watch.cancel()
            entry.watch = nil
        } else {
            try watch.update(interest)
        }
    }

    private func handle(_ socket: curl_socket_t, _ ready: Readiness) {
        guard var entry = self[socket], let watch = entry.watch else { return }
        let isWanted = !entry.wanted.isEmpty && (ready.isBroken || !ready.isDisjoint(with: entry.wanted))
        if isWanted { return onReady(socket, ready) }
        try? set(&entry, watch, entry.wanted)
        self[socket] = entry
    }

    private func forget(_ socket: curl_socket_t) {
        self[socket]?.watch?.cancel()
        self[socket] = nil
    }

    private subscript(socket: curl_socket_t) -> Entry? {
        get { socket >= 0 && Int(socket) < entries.count ? entries[Int(socket)] : nil }
        set {
            guard socket >= 0 else { return }
            while entries.count <= Int(socket) { entries.append(nil) }
            entries[Int(socket)] = newValue
        }
    }
}
