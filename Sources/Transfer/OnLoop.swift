internal import Loop

/// `body` as what a callback of C's may call: without isolation, on the loop's thread; traps elsewhere. Made once and not with each call, as
/// `EventLoop.assumeOnLoop` does at the cost of a closure on the heap: curl calls back a dozen times for each request.
@inline(__always)
func onLoop<First, Second, Result>(_ body: @escaping @LoopActor (First, Second) -> Result) -> (First, Second) -> Result {
    // Isolation is no part of a function's representation; the check below is what it stands for.
    let body = unsafeBitCast(body, to: ((First, Second) -> Result).self)
    return { first, second in
        LoopExecutor.shared.checkIsolated()
        return body(first, second)
    }
}
