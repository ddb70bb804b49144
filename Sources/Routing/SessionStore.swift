package import Primitives

/// Which models hold a warm cache of which session, for a bounded number of sessions: the one unused longest goes first.
///
/// A plain value in one owner's hands. Every operation takes a time that does not grow with the number of sessions.
package struct SessionStore: Sendable {
    private struct Entry {
        var session: SessionID
        /// The latest first.
        var models: [(id: ModelID, until: Instant)]
        var newer: Int?
        var older: Int?
    }

    private let capacity: Int
    private var places: [SessionID: Int] = [:]
    private var entries: [Entry] = []
    private var newest: Int?
    private var oldest: Int?

    package init(capacity: Int = Limits.sessions) { self.capacity = max(capacity, 1) }

    package var count: Int { places.count }

    /// The session's models whose cache is still warm, the latest first; empty for a session that is unknown.
    package func warmModels(_ session: SessionID, now: Instant) -> [ModelID] {
        guard let place = places[session] else { return [] }
        return entries[place].models.filter { $0.until > now }.map(\.id)
    }

    /// Notes that `model` answered, and for how long its provider keeps what it read.
    package mutating func remember(_ session: SessionID, model: ModelID, now: Instant, warmFor lifetime: Duration = Limits.cacheLifetime) {
        let place = use(session)
        var models = entries[place].models
        models.removeAll { $0.id == model || $0.until <= now }
        models.insert((model, now + lifetime), at: 0)
        entries[place].models = Array(models.prefix(Limits.warmModelsPerSession))
    }

    /// The session's place, at the newest end.
    private mutating func use(_ session: SessionID) -> Int {
        let place: Int
        if let known = places[session] {
            place = known
            unlink(place)
        } else if entries.count < capacity {
            place = entries.count
            entries.append(Entry(session: session, models: []))
        } else if let evicted = oldest {
            place = evicted
            unlink(place)
            places[entries[place].session] = nil
            entries[place] = Entry(session: session, models: [])
        } else {
            place = 0
        }
        places[session] = place
        link(place)
        return place
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (entries[place].newer, entries[place].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }

    private mutating func link(_ place: Int) {
        entries[place].newer = nil
        entries[place].older = newest
        if let newest { entries[newest].newer = place }
        newest = place
        if oldest == nil { oldest = place }
    }
}
