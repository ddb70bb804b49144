internal import Primitives

/// Members to be put into an object together.
struct MemberList {
    private(set) var bytes = Bytes()

    mutating func add(_ name: StaticString, _ value: Bytes) {
        if !bytes.isEmpty { bytes.append(UInt8(ascii: ",")) }
        bytes.append("\"\(name)\":")
        bytes.append(contentsOf: value)
    }
}
