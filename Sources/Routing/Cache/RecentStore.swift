/// Values for a bounded number of keys: the one unused longest goes first.
///
/// A plain value in one owner's hands. Every operation but resizing takes a time that does not grow with the number of keys.
struct RecentStore<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        var key: Key
        var value: Value
        var newer: Int?
        var older: Int?
    }

    private var places: [Key: Int] = [:]
    private var entries: [Entry] = []
    private var newest: Int?
    private var oldest: Int?
    private(set) var capacity: Int

    init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// Takes another capacity, at least 1, and lets go of what is too much for it.
    mutating func resize(to capacity: Int) {
        self.capacity = max(capacity, 1)
        while count > self.capacity, let oldest { drop(oldest) }
    }

    var count: Int { places.count }

    subscript(_ key: Key) -> Value? { places[key].map { entries[$0].value } }

    /// Changes the key's value, or `fresh` where it has none, and puts it at the newest end.
    mutating func update(_ key: Key, fresh: @autoclosure () -> Value, _ change: (inout Value) -> Void) {
        let place = use(key, fresh)
        change(&entries[place].value)
    }

    private mutating func use(_ key: Key, _ fresh: () -> Value) -> Int {
        let place: Int
        if let known = places[key] {
            place = known
            unlink(place)
        } else {
            place = free(key, fresh())
            places[key] = place
        }
        link(place)
        return place
    }

    /// A place for a new key: where there is none, the oldest key's.
    private mutating func free(_ key: Key, _ value: Value) -> Int {
        guard places.count >= capacity, let evicted = oldest else {
            entries.append(Entry(key: key, value: value))
            return entries.count - 1
        }
        unlink(evicted)
        places[entries[evicted].key] = nil
        entries[evicted] = Entry(key: key, value: value)
        return evicted
    }

    /// Lets go of a key, and moves the last place's into its place.
    private mutating func drop(_ place: Int) {
        unlink(place)
        places[entries[place].key] = nil
        let last = entries.count - 1
        if place != last {
            let (newer, older) = (entries[last].newer, entries[last].older)
            entries[place] = entries[last]
            places[entries[place].key] = place
            if let newer { entries[newer].older = place } else { newest = place }
            if let older { entries[older].newer = place } else { oldest = place }
        }
        entries.removeLast()
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
