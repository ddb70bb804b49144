internal import Conversation
internal import Routing

/// What a call that one model answered had used on another: the same tokens, the input split anew by what that one holds warm.
///
/// Assumptions: another model counts text in as many tokens and answers at the same length; a cache gives what was kept in it until its
/// lifetime ends; what is new is written to it by whoever marks prompts for caching, for as long as the call's own writes were or as routing
/// chose.
enum Carried {
    static func usage(_ used: Usage, onto model: Model, warm: Int, keepsLonger: Bool = false) -> Usage {
        var usage = used
        let text = used.input + used.cacheRead + used.cacheWrite
        usage.cacheRead = min(warm, text)
        let new = text - usage.cacheRead
        (usage.input, usage.cacheWrite5m, usage.cacheWrite1h) = (new, 0, 0)
        guard model.writes(text) else { return usage }
        usage.input = 0
        if keepsLonger || used.cacheWrite1h > 0 { usage.cacheWrite1h = new } else { usage.cacheWrite5m = new }
        return usage
    }
}

extension Model {
    /// Whether its provider bills for writing a prompt of so many tokens to its cache.
    fileprivate func writes(_ tokens: Int) -> Bool {
        let kept = tokens >= definition.cache?.minimum ?? 0
        return kept && (keepsWhatIsMarked || price?.rates.cacheWrite5m != nil)
    }
}
