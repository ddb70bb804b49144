internal import Conversation
internal import Primitives

/// What an agent's log says of one call to a model.
struct LoggedCall: Sendable, Equatable {
    /// What the agent had the model do.
    struct Tools: OptionSet, Sendable {
        let rawValue: UInt8

        static let looks = Tools(rawValue: 1)
        static let edits = Tools(rawValue: 2)
        static let runs = Tools(rawValue: 4)
    }

    /// What tells it from every other call of all logs.
    var identity: UInt64
    /// What tells it from most others by its figures alone, for logs that begin with what another one holds, and whether this one may.
    var figures: UInt64?
    var mayBeCopied = false
    /// When it was made, in Unix milliseconds.
    var time: Int64
    var session: String
    /// The agent within the session: empty for the one that the user talks to.
    var thread = ""
    /// The program that logged it.
    var caller: String
    /// As the catalog names it.
    var model: String
    var effort: Effort?
    var usage: Usage
    var tools: Tools = []
    /// The agent was told to plan, and to change nothing.
    var plans = false
    /// Somebody had asked for something since the call before it.
    var beginsTurn = false
    /// The agent had made its conversation shorter since the call before it.
    var isCompacted = false

    /// Whether all its names are short enough.
    var isBounded: Bool { [session, thread, model].allSatisfy { $0.utf8.count <= Limits.agentLogNameBytes } && !session.isEmpty && !model.isEmpty }
}

extension LoggedCall {
    /// A mark of texts that hardly any others share (FNV-1a).
    static func identity(_ parts: String...) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for part in parts {
            for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            hash = (hash ^ 0xff) &* 0x0000_0100_0000_01b3
        }
        return hash
    }
}
