/// A first-in first-out queue in a circular buffer; adding and taking cost the same however long it is.
package struct Ring<Element> {
    /// Empty until the first element, then a power of two long.
    private var storage: [Element?] = []
    private var head = 0
    package private(set) var count = 0

    package init() {}

    package var isEmpty: Bool { count == 0 }
    package var first: Element? { isEmpty ? nil : storage[head] }

    package mutating func append(_ element: Element) {
        if count == storage.count { grow() }
        storage[(head + count) & (storage.count - 1)] = element
        count += 1
    }

    package mutating func popFirst() -> Element? {
        guard count > 0 else { return nil }
        let element = storage[head].take()
        head = (head + 1) & (storage.count - 1)
        count -= 1
        return element
    }

    /// Replaces the element that ``popFirst()`` would return; there must be one.
    package mutating func replaceFirst(with element: Element) {
        precondition(count > 0)
        storage[head] = element
    }

    package mutating func removeAll() { self = Ring() }

    private mutating func grow() {
        var larger: [Element?] = []
        larger.reserveCapacity(max(8, storage.count * 2))
        larger.append(contentsOf: storage[head...])
        larger.append(contentsOf: storage[..<head])
        larger.append(contentsOf: repeatElement(nil, count: max(8, storage.count)))
        storage = larger
        head = 0
    }
}
