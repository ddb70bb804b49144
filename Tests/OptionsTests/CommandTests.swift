import Options
import Testing

@Suite("The options of one command")
struct CommandTests {
    static let command = Command(
        "shunt ask", "Asks", operands: "[TEXT…]",
        options: [
            Option("mode", "m", value: "MODE", "what the agent is doing"), Option("tag", value: "NAME=VALUE", "a tag"),
            Option("verbose", "v", "say more"), Option("json", "j", "print JSON"), .help,
        ])

    struct Understood: Sendable, CustomTestStringConvertible {
        let words: String
        var mode: String?
        var tags: [String] = []
        var verbose = false
        var json = false
        var operands: [String] = []
        var testDescription: String { words }
    }

    @Test("are understood in each way of writing them", arguments: [
        Understood(words: ""),
        Understood(words: "--mode planning", mode: "planning"),
        Understood(words: "--mode=planning", mode: "planning"),
        Understood(words: "--mode=", mode: ""),
        Understood(words: "--mode=a=b", mode: "a=b"),
        Understood(words: "-m planning", mode: "planning"),
        Understood(words: "-mplanning", mode: "planning"),
        Understood(words: "-vjm planning", mode: "planning", verbose: true, json: true),
        Understood(words: "--mode one --mode two", mode: "two"),
        Understood(words: "--tag a=1 --tag b=2", tags: ["a=1", "b=2"]),
        Understood(words: "hello -v world", verbose: true, operands: ["hello", "world"]),
        Understood(words: "- --json", json: true, operands: ["-"]),
        Understood(words: "--mode - x", mode: "-", operands: ["x"]),
        Understood(words: "--mode -5", mode: "-5"),
        Understood(words: "-v -- --json -x --", verbose: true, operands: ["--json", "-x", "--"]),
    ])
    func understood(_ expected: Understood) throws {
        let arguments = try Self.command.parse(expected.words.split(separator: " ").map(String.init))
        #expect(arguments.value("mode") == expected.mode)
        #expect(arguments.values("tag") == expected.tags)
        #expect(arguments.has("verbose") == expected.verbose)
        #expect(arguments.has("json") == expected.json)
        #expect(arguments.operands == expected.operands)
    }

    @Test("are refused with what would be right", arguments: [
        ("--mdoe planning", "unknown option --mdoe; did you mean --mode?"),
        ("--completely-else", "unknown option --completely-else"),
        ("--mode", "--mode needs a value; write --mode MODE"),
        ("-m", "--mode needs a value; write --mode MODE"),
        ("--mode --json", "--mode needs a value before --json; if that is the value, write --mode=--json"),
        ("--json=yes", "--json takes no value"),
        ("-vx", "unknown option -x"),
        ("-5", "unknown option -5; write -- before operands that begin with a dash"),
    ])
    func refused(words: String, message: String) {
        let error = #expect(throws: UsageError.self) { try Self.command.parse(words.split(separator: " ").map(String.init)) }
        #expect(error?.description == message)
        #expect(error?.help == "shunt ask --help")
    }

    @Test("leave no room for operands where the command takes none")
    func noOperands() throws {
        let command = Command("shunt ping", "Asks whether the daemon is there", options: [.help])
        let error = #expect(throws: UsageError.self) { try command.parse(["now"]) }
        #expect(error?.description == "\"now\" is one word too many; shunt ping takes options only")
        #expect(try command.parse(["now", "--help"]).has("help"))
    }
}
