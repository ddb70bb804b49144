/// One descriptor in the loop's epoll set and the callback that hears of it.
///
/// The callback runs straight from the loop, in no task; it may cancel this or any other watch, and register new ones.
@LoopActor
package final class Watch {
    package let descriptor: Int32
    package internal(set) var interest: Readiness
    /// Nil once it is cancelled.
    var tag: WatchTable.Tag?
    var callback: (@LoopActor (Readiness) -> Void)?

    init(descriptor: Int32, interest: Readiness, callback: @escaping @LoopActor (Readiness) -> Void) {
        self.descriptor = descriptor
        self.interest = interest
        self.callback = callback
    }

    /// Changes what is reported; a system call if it is a change.
    package func update(_ interest: Readiness) throws(SystemError) {
        guard let tag, interest != self.interest else { return }
        try EventLoop.core.poller.modify(descriptor, interest, tag)
        self.interest = interest
    }

    /// Stops reporting, at once. Call it while the descriptor is still open.
    package func cancel() {
        guard let tag else { return }
        EventLoop.core.poller.remove(descriptor, tag)
        retire()
    }

    /// As ``cancel()`` for a descriptor that its only owner closes next: the kernel forgets it by itself.
    func cancelBeforeClosing() {
        guard let tag else { return }
        EventLoop.core.poller.forget(descriptor, tag)
        retire()
    }

    func retire() {
        tag = nil
        callback = nil
    }
}

/// Watches by the tag that the kernel hands back.
///
/// A tag is a place and the generation of its use, so an event that was already collected for a cancelled watch, or for
/// another descriptor of the same number, finds nobody.
struct WatchTable {
    struct Tag: Hashable {
        let place: UInt32
        let generation: UInt32

        var bits: UInt64 { UInt64(generation) << 32 | UInt64(place) }

        init(place: UInt32, generation: UInt32) {
            self.place = place
            self.generation = generation
        }

        init(bits: UInt64) {
            self.init(place: UInt32(truncatingIfNeeded: bits), generation: UInt32(truncatingIfNeeded: bits >> 32))
        }
    }

    private var places: [(generation: UInt32, watch: Watch?)] = []
    private var free: [UInt32] = []

    subscript(tag: Tag) -> Watch? {
        let place = Int(tag.place)
        guard place < places.count, places[place].generation == tag.generation else { return nil }
        return places[place].watch
    }

    mutating func add(_ watch: Watch) -> Tag {
        if let place = free.popLast() {
            places[Int(place)].watch = watch
            return Tag(place: place, generation: places[Int(place)].generation)
        }
        places.append((generation: 0, watch: watch))
        return Tag(place: UInt32(places.count - 1), generation: 0)
    }

    mutating func remove(_ tag: Tag) {
        guard self[tag] != nil else { return }
        places[Int(tag.place)].watch = nil
        places[Int(tag.place)].generation &+= 1
        free.append(tag.place)
    }
}
