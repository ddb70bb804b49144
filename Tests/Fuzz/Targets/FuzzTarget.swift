package import Primitives

/// A parser or decoder that reads what others wrote, and what must hold whatever they wrote. Breaking it is a crash.
package struct FuzzTarget: Sendable, CustomStringConvertible {
    package let name: String
    package let run: @Sendable (Bytes) -> Void

    package var description: String { name }

    package static let all: [FuzzTarget] = Exchanges.all + [
        FuzzTarget(name: "json", run: Texts.json), FuzzTarget(name: "http-head", run: Texts.http), FuzzTarget(name: "toml-table", run: Texts.table),
        FuzzTarget(name: "json-table", run: Texts.jsonTable), FuzzTarget(name: "minisig", run: Texts.signature),
        FuzzTarget(name: "agent-log", run: Traces.logs), FuzzTarget(name: "trace", run: Traces.call),
    ]
}
