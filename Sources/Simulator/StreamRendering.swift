internal import Primitives

/// A streamed answer in one API's words, in the parts between which things can happen.
struct StreamRendering: Sendable, Equatable {
    /// What comes before the first token.
    var opening = Bytes()
    /// One event each, with whatever opens and closes blocks around it.
    var tokens: [Bytes] = []
    /// The finish reason.
    var finish = Bytes()
    /// Usage in an event of its own; empty where there is none.
    var usage = Bytes()
    /// The API's word that this is all; empty where it has none.
    var done = Bytes()
    /// The number of the event that would follow after so many tokens, where the API numbers its events.
    var numbers: [Int] = []

    init() {}
}
