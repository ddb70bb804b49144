internal import Glibc

/// A short-lived thread for what blocks and must not block the loop, such as writing a file down to the disk.
package enum SideThread {
    /// Runs `work` beside the loop and returns its result; in place where the system has no thread left.
    package static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Value, Never>) in
            let job = Job { continuation.resume(returning: work()) }
            let context = Unmanaged.passRetained(job)
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { context in
                // A thread that took a signal would take it from the loop.
                var all = sigset_t()
                sigfillset(&all)
                pthread_sigmask(SIG_BLOCK, &all, nil)
                if let context { Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run() }
                return nil
            }, context.toOpaque())
            if code == 0 {
                pthread_detach(thread)
            } else {
                context.takeRetainedValue().run()
            }
        }
    }

    /// What a C function can carry.
    private final class Job: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}
