internal import JSONText
internal import Primitives

/// What proves requests for a while.
struct AccessToken {
    let text: Secret
    /// From then on it is exchanged for another; it is good beyond that.
    let renewal: Instant
    let end: Instant

    /// Reads the answer of an exchange (RFC 6749, section 5.1); nil where it holds no token.
    init?(_ answer: Bytes, at now: Instant) {
        guard let root = try? JSONDocument.parse(answer).root, let token = root["access_token"]?.string, !token.isEmpty else { return nil }
        let seconds = min(max(root["expires_in"]?.int ?? 0, 0), Limits.accessTokenSeconds)
        text = Secret(token.utf8)
        // On the way the clock runs: the last seconds are nobody's.
        end = now + .seconds(max(1, seconds - 10))
        renewal = now + .seconds(seconds * 4 / 5)
    }
}
