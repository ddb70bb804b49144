package import Primitives

/// When something that lasts is to be told of: at once, and then at intervals rather than each time that it shows.
package struct Reminder: Sendable, Equatable {
    private let interval: Duration
    /// Nil while there is nothing to tell.
    private var next: Instant?

    package init(every interval: Duration = Limits.reminderInterval) { self.interval = interval }

    /// Whether it is to be told now that it lasts.
    package mutating func isDue(at now: Instant) -> Bool {
        if let next, now < next { return false }
        next = now + interval
        return true
    }

    /// It is over, and what begins later is told at once. Returns whether there was anything.
    package mutating func end() -> Bool {
        defer { next = nil }
        return next != nil
    }
}
