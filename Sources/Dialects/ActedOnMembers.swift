internal import JSONText

/// Walks over the members of a request that shunt acts on, once and in order.
enum ActedOnMembers {
    /// Hands each member whose key is known to `take`; one that is `null` counts as absent, as every API here takes it.
    ///
    /// A key given twice is an error: parsers disagree on which one holds.
    @inline(__always)
    static func forEach<Key: RawRepresentable<UInt32>>(
        in body: JSONValue, _ known: (JSONKey) -> Key?, _ take: (Key, JSONValue) throws(DialectError) -> Void
    ) throws(DialectError) {
        var seen: UInt32 = 0
        for (key, value) in body.members {
            guard let known = known(key) else { continue }
            guard seen & 1 << known.rawValue == 0 else { throw .twice(key.text) }
            seen |= 1 << known.rawValue
            if !value.isNull { try take(known, value) }
        }
    }
}
