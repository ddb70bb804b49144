import Options
import Testing

@Suite("A program with several commands")
struct CommandSetTests {
    static let set = CommandSet(
        Command("shunt", "Talks to shuntd", options: [Option("socket", "s", value: "PATH", "where the daemon listens"), .help, .version]),
        commands: [
            Command("shunt ask", "Asks", operands: "[TEXT…]", options: [Option("mode", "m", value: "MODE", "the mode")]),
            Command("shunt status", "Tells how the daemon is"),
            Command("shunt table fmt", "Formats", operands: "FILE…", options: [Option("check", "change nothing")]),
            Command("shunt table diff", "Compares", operands: "OLD NEW"),
        ])

    @Test("takes its own options before and behind the command")
    func ownOptions() throws {
        let (command, arguments) = try Self.set.parse(["--socket", "/one", "ask", "-m", "planning", "hello", "--help"])
        #expect(command?.name == "shunt ask")
        #expect(arguments.value("socket") == "/one")
        #expect(arguments.value("mode") == "planning")
        #expect(arguments.operands == ["hello"])
        #expect(arguments.has("help"))
    }

    @Test("lets what stands behind the command win")
    func order() throws {
        #expect(try Self.set.parse(["-s/one", "status", "-s", "/two"]).arguments.value("socket") == "/two")
    }

    @Test("can be called without a command")
    func none() throws {
        let (command, arguments) = try Self.set.parse(["--version"])
        #expect(command == nil)
        #expect(arguments.has("version"))
    }

    @Test("names the command that was meant", arguments: [
        ("staus", "unknown command \"staus\"; did you mean \"status\"?"), ("zzzz", "unknown command \"zzzz\""),
    ])
    func misspelt(word: String, message: String) {
        let error = #expect(throws: UsageError.self) { try Self.set.parse([word]) }
        #expect(error?.description == message)
        #expect(error?.help == "shunt --help")
    }

    @Test("does not take a command's options before it")
    func misplaced() {
        #expect(throws: UsageError.self) { try Self.set.parse(["--mode", "planning", "ask"]) }
    }

    @Test("has commands of two words, with options before, between and behind them")
    func twoWords() throws {
        let (command, arguments) = try Self.set.parse(["-s/one", "table", "-s", "/two", "fmt", "--check", "fmt", "diff"])
        #expect(command?.name == "shunt table fmt")
        #expect(arguments.value("socket") == "/two")
        #expect(arguments.has("check"))
        #expect(arguments.operands == ["fmt", "diff"])
    }

    @Test("says which second words there are", arguments: [
        (["table"], "\"table\" needs a second word; there are table fmt, table diff"),
        (["table", "fmr"], "unknown command \"table fmr\"; did you mean \"table fmt\"?"),
    ])
    func secondWord(words: [String], message: String) {
        let error = #expect(throws: UsageError.self) { try Self.set.parse(words) }
        #expect(error?.description == message)
    }
}
