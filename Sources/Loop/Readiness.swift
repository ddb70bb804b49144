internal import CLinux

/// What a descriptor is ready for, or what one wants to hear of it.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Bytes, a connection or the end can be read.
    package static let readable = Readiness(rawValue: UInt32(EPOLLIN.rawValue))
    package static let writable = Readiness(rawValue: UInt32(EPOLLOUT.rawValue))
    /// The peer will send no more; it may still receive.
    package static let peerFinished = Readiness(rawValue: UInt32(EPOLLRDHUP.rawValue))
    /// Both directions are over. Always reported.
    package static let hangup = Readiness(rawValue: UInt32(EPOLLHUP.rawValue))
    /// The descriptor holds an error. Always reported.
    package static let failed = Readiness(rawValue: UInt32(EPOLLERR.rawValue))
    /// Whether nothing can be sent any more: `hangup` or `failed`. Sets written as literals are no constants in other modules.
    package var isBroken: Bool { rawValue & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }

    /// As interest: report changes, not states.
    package static let onChange = Readiness(rawValue: UInt32(EPOLLET.rawValue))
}
