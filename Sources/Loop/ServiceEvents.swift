internal import CSystemd
internal import Glibc

/// sd-event, embedded in the loop through its descriptor, for what it does best: signals and the service manager's watchdog.
///
/// An embedded sd-event goes from `prepare` to armed; it is looked at again only when its descriptor is ready, so a tick
/// without a signal costs nothing here.
@LoopActor
final class ServiceEvents {
    private let event: OpaquePointer
    private var signalHandlers: [Int32: @LoopActor (Int32) -> Void] = [:]
    private var watch: Watch?

    init(poller: Poller) {
        var created: OpaquePointer?
        let code = sd_event_new(&created)
        guard code >= 0, let created else { fatalError("sd_event_new: \(SystemError.text(of: -code))") }
        event = created
        do {
            watch = try poller.add(sd_event_get_fd(event), .readable) { [unowned self] _ in self.serve() }
        } catch {
            fatalError(error.description)
        }
        arm()
    }

    func onSignal(_ signal: Int32, _ handler: @escaping @LoopActor (Int32) -> Void) throws(SystemError) {
        if signalHandlers.updateValue(handler, forKey: signal) != nil { return }
        let code = sd_event_add_signal(event, nil, signal, { _, info, context in
            guard let info, let context else { return 0 }
            EventLoop.assumeOnLoop {
                Unmanaged<ServiceEvents>.fromOpaque(context).takeUnretainedValue().handle(Int32(info.pointee.ssi_signo))
            }
            return 0
        }, Unmanaged.passUnretained(self).toOpaque())
        if code < 0 { throw SystemError("handle signal \(signal)", code: -code) }
        rearm()
    }

    /// Answers the watchdog from the loop for as long as the loop runs; false where the service manager asked for none.
    func startWatchdog() throws(SystemError) -> Bool {
        let code = sd_event_set_watchdog(event, 1)
        if code < 0 { throw SystemError("start the watchdog", code: -code) }
        rearm()
        return code > 0
    }

    private func handle(_ signal: Int32) { signalHandlers[signal]?(signal) }

    /// Its descriptor is ready.
    private func serve() {
        if sd_event_wait(event, 0) > 0 { sd_event_dispatch(event) }
        arm()
    }

    /// From the initial state to armed, dispatching what is pending on the way.
    private func arm() {
        while sd_event_prepare(event) > 0 { sd_event_dispatch(event) }
    }

    /// After a source was added: armed state knows only the sources that it was prepared with.
    private func rearm() {
        if sd_event_wait(event, 0) > 0 { sd_event_dispatch(event) }
        arm()
    }
}
