internal import Primitives

extension Node {
    /// The top table of a TOML text; nil with a report where it is none.
    static func read(toml bytes: Bytes, file: String, _ findings: inout Findings) -> Node? { nil }
}
