internal import JSONText
internal import Primitives

/// Changes to a JSON text that leave every byte outside them as it is.
///
/// Offsets are those of the document that `body` is a part of.
struct SourceEdits {
    private struct Edit {
        let start: Int
        let end: Int
        let replacement: Bytes
    }

    private let body: JSONValue
    private var edits: [Edit] = []

    init(of body: JSONValue) { self.body = body }

    var isEmpty: Bool { edits.isEmpty }

    mutating func replace(_ value: JSONValue, with replacement: Bytes) {
        edits.append(Edit(start: value.offset, end: value.offset + value.raw.count, replacement: replacement))
    }

    /// Puts `member` (`"key":value`) where the object's member of that name is; false where it has none.
    mutating func replaceMember(_ name: StaticString, of object: JSONValue, with member: Bytes) -> Bool {
        for (key, value) in object.members where key == name {
            edits.append(Edit(start: key.offset, end: value.offset + value.raw.count, replacement: member))
            return true
        }
        return false
    }

    /// Puts a member (`"key":value`) first in `object`.
    mutating func insert(_ member: Bytes, into object: JSONValue) {
        let place = object.offset + 1
        edits.append(Edit(start: place, end: place, replacement: object.isEmptyOrNull ? member : member + [UInt8(ascii: ",")]))
    }

    /// Takes the named members out of `object`, with the commas that they no longer need. Call it once for an object.
    mutating func remove(_ names: [StaticString], from object: JSONValue) {
        var keptEnd: Int?
        var run: (start: Int, end: Int)?
        for (key, value) in object.members {
            let end = value.offset + value.raw.count
            if names.contains(where: { key == $0 }) {
                run = (run?.start ?? keptEnd ?? key.offset, end)
                continue
            }
            if let removed = run {
                // What stood first takes the comma behind it along; what followed something took the one before it.
                edits.append(Edit(start: removed.start, end: keptEnd == nil ? key.offset : removed.end, replacement: []))
                run = nil
            }
            keptEnd = end
        }
        if let run { edits.append(Edit(start: run.start, end: run.end, replacement: [])) }
    }

    /// Takes elements out of `array`, with the commas that they no longer need. Call it once for an array.
    mutating func removeElements(of array: JSONValue, where isRemoved: (JSONValue) -> Bool) {
        var keptEnd: Int?
        var run: (start: Int, end: Int)?
        for element in array.elements {
            let end = element.offset + element.raw.count
            if isRemoved(element) {
                run = (run?.start ?? keptEnd ?? element.offset, end)
                continue
            }
            if let removed = run {
                edits.append(Edit(start: removed.start, end: keptEnd == nil ? element.offset : removed.end, replacement: []))
                run = nil
            }
            keptEnd = end
        }
        if let run { edits.append(Edit(start: run.start, end: run.end, replacement: [])) }
    }

    /// The text with all changes made. Without any it is the source itself, uncopied where the body is the whole of it.
    func applied() -> Bytes {
        if edits.isEmpty { return Bytes(body.raw) }
        let source = body.document.source
        let base = source.startIndex
        var result = Bytes()
        result.reserveCapacity(body.raw.count + edits.reduce(0) { $0 + $1.replacement.count })
        var copied = body.offset
        // An insertion goes before a change that begins at the same place. No two others meet.
        for edit in edits.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) where edit.start >= copied {
            result.append(contentsOf: source[base + copied..<base + edit.start])
            result.append(contentsOf: edit.replacement)
            copied = edit.end
        }
        result.append(contentsOf: source[base + copied..<base + body.offset + body.raw.count])
        return result
    }
}
