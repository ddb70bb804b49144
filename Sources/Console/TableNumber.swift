internal import Loop
internal import Options

/// The number of a table in the daemon's history, as an operand.
enum TableNumber {
    /// That of the only operand; nil without one.
    @LoopActor
    static func read(_ invocation: Invocation) throws(ConsoleError) -> Int? {
        let operands = invocation.arguments.operands
        guard operands.count <= 1 else { throw invocation.usage("\"\(operands[1])\" is one word too many") }
        guard let word = operands.first else { return nil }
        guard let number = of(word) else { throw invocation.usage("\"\(word)\" is no number of a table", remedy: "\"shunt table history\" lists them") }
        return number
    }

    static func of(_ word: String) -> Int? { Int(word).flatMap { $0 > 0 ? $0 : nil } }
}
