package import Loop
package import Primitives

/// Where a command reads from.
@LoopActor
package protocol ByteSource: AnyObject {
    var isTerminal: Bool { get }
    /// The next bytes; none at the end.
    func read() async throws(SocketError) -> Bytes
}

/// Where a command writes to.
@LoopActor
package protocol ByteSink: AnyObject {
    var isTerminal: Bool { get }
    /// Columns of the window; nil where there is none.
    var columns: Int? { get }
    func write(_ bytes: Bytes) async throws(SocketError)
}

extension ProgramStream: ByteSource, ByteSink {}
