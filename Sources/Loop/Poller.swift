internal import CLinux
internal import Glibc

/// The loop's epoll set and who listens to it.
@LoopActor
final class Poller {
    private let set: Descriptor
    private var table = WatchTable()
    /// By descriptor number: the watch that the kernel knows of. Tells apart a watch whose descriptor was closed behind its
    /// back from the one that has its number now.
    private var holders: [WatchTable.Tag?] = []
    private let batch = UnsafeMutableBufferPointer<clinux_event>.allocate(capacity: 256)

    init() {
        let number = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard number >= 0 else { fatalError("epoll_create1: \(SystemError.text(of: errno))") }
        set = Descriptor(adopting: number)
    }

    func add(
        _ descriptor: Int32, _ interest: Readiness, _ callback: @escaping @LoopActor (Readiness) -> Void
    ) throws(SystemError) -> Watch {
        let watch = Watch(descriptor: descriptor, interest: interest, callback: callback)
        let tag = table.add(watch)
        let code = clinux_epoll_control(set.number, EPOLL_CTL_ADD, descriptor, interest.rawValue, tag.bits)
        guard code == 0 else {
            table.remove(tag)
            throw SystemError("watch descriptor \(descriptor)", code: code)
        }
        watch.tag = tag
        hold(descriptor, tag)
        return watch
    }

    func modify(_ descriptor: Int32, _ interest: Readiness, _ tag: WatchTable.Tag) throws(SystemError) {
        guard holder(of: descriptor) == tag else { return }
        let code = clinux_epoll_control(set.number, EPOLL_CTL_MOD, descriptor, interest.rawValue, tag.bits)
        if code != 0 { throw SystemError("watch descriptor \(descriptor)", code: code) }
    }

    func remove(_ descriptor: Int32, _ tag: WatchTable.Tag) {
        // An error here means that the descriptor is closed, which has taken it out of the set.
        if holder(of: descriptor) == tag { _ = clinux_epoll_control(set.number, EPOLL_CTL_DEL, descriptor, 0, 0) }
        forget(descriptor, tag)
    }

    func forget(_ descriptor: Int32, _ tag: WatchTable.Tag) {
        table.remove(tag)
        if holder(of: descriptor) == tag { holders[Int(descriptor)] = nil }
    }

    /// Waits up to `milliseconds` (-1: forever) and calls back for what is ready; false where nothing was.
    @discardableResult
    func wait(milliseconds: Int32, beforeDispatch: () -> Void) -> Bool {
        guard let start = batch.baseAddress else { return false }
        let count = clinux_epoll_wait(set.number, start, Int32(batch.count), milliseconds)
        beforeDispatch()
        if count < 0 {
            guard count == -EINTR else { fatalError("epoll_wait: \(SystemError.text(of: -count))") }
            return false
        }
        for index in 0..<Int(count) {
            // Looked up one by one: a callback may have cancelled a watch further down the batch.
            guard let callback = table[WatchTable.Tag(bits: batch[index].tag)]?.callback else { continue }
            callback(Readiness(rawValue: batch[index].events))
        }
        return count > 0
    }

    private func holder(of descriptor: Int32) -> WatchTable.Tag? {
        Int(descriptor) < holders.count ? holders[Int(descriptor)] : nil
    }

    private func hold(_ descriptor: Int32, _ tag: WatchTable.Tag) {
        while holders.count <= Int(descriptor) { holders.append(nil) }
        holders[Int(descriptor)] = tag
    }
}
