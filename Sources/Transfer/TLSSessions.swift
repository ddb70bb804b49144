internal import CCurl

/// TLS sessions that all easy handles of one client resume, so that a new connection to a known server costs a round trip less.
final class TLSSessions: Sendable {
    nonisolated(unsafe) let share: UnsafeMutableRawPointer?

    init() {
        share = curl_share_init()
        if let share { ccurl_share_tls_sessions(share) }
    }

    deinit {
        if let share { curl_share_cleanup(share) }
    }
}
