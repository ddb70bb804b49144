internal import Primitives

/// Checks the tables that say where a key is kept.
enum KeyChecker {
    private static let remedy = "write { credential = \"NAME\" }, { file = \"/PATH\" }, { env = \"NAME\" } or { caller = true }"

    /// The one source that `key` names. Nil with a report where it names none or several, without one where it is the caller's.
    static func source(of key: Placed<ConfigurationDraft.Key>, _ findings: inout Findings) -> KeySource? {
        let count = key.value.written.count
        guard count == 1 else {
            findings.report(
                count == 0 ? "a key has to say where it is kept" : "a key is kept in one place, not in \(count)", at: key.place, suggestion: remedy)
            return nil
        }
        if let caller = key.value.caller, !caller.value {
            findings.report("caller = false says nothing", at: caller.place, suggestion: "leave it out")
        }
        return key.value.sources.first?.value
    }
}
