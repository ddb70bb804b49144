internal import Exchange
internal import Loop
internal import Primitives

/// Bytes of the requests that are still coming in, of all connections: bounded together, so that callers who begin large requests
/// and do not end them cannot fill the memory. Those that have come are counted where they are admitted.
@LoopActor
final class IncomingBytes {
    private var total = 0

    /// A part of the whole: what one connection holds.
    struct Share {
        fileprivate var bytes = 0
    }

    /// The connection holds so many bytes now; false where that is too much, and then it holds what it did. What fits into one read is
    /// not counted: connections have a bound of their own. One request alone may always come in.
    func hold(_ count: Int, _ share: inout Share, limit: Int) -> Bool {
        let bytes = count > Limits.readBytes ? count : 0
        let others = total - share.bytes
        guard bytes <= share.bytes || others == 0 || others + bytes <= limit else { return false }
        total = others + bytes
        share.bytes = bytes
        return true
    }

    /// The request has come, or will not.
    func release(_ share: inout Share) {
        total -= share.bytes
        share.bytes = 0
    }
}

extension CallFailure {
    static var tooMuchComing: CallFailure {
        CallFailure(.overloaded, "callers are sending more at once than limits.held_bytes allows", retryAfter: Limits.shortestCooling)
    }
}
