internal import Primitives

/// The limits that an operator may change; what they are is said in ``Primitives/Limits``.
package struct ConfiguredLimits: Sendable, Equatable {
    package var requestBytes = Limits.requestBytes
    package var requestHeadBytes = Limits.requestHeadBytes
    package var connections = Limits.connections
    package var requestsPerConnection = Limits.requestsPerConnection
    package var requests = Limits.requestsInFlight
    package var requestsPerCaller = Limits.requestsPerCaller
    package var queue = Limits.queue
    package var queueTime = Limits.queueTime
    package var heldBytes = Limits.requestBytesInFlight
    package var eventBytes = Limits.eventBytes
    package var responseBytes = Limits.responseBytes
    package var attempts = Limits.attempts
    package var patience = Limits.patience
    package var sessions = Limits.sessions

    package init() {}
}
