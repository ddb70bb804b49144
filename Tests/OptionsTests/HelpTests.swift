import Options
import Testing

@Suite("Help")
struct HelpTests {
    static let command = Command(
        "shunt ask", "Sends one prompt and prints the answer as it arrives", operands: "[TEXT…|-]",
        options: [
            Option("mode", "m", value: "MODE", "what the agent is doing, such as planning, editing, debugging or background"),
            Option("quite-a-long-option", value: "VALUE", "its meaning stands below"), .help,
        ],
        sections: [
            HelpSection("Exit status", .rows([("0", "all is well"), ("75", "it may succeed later")])),
            HelpSection("Examples", .lines(["shunt ask --mode planning \"How?\""])),
            HelpSection("Notes", .text("One paragraph that is longer than the window is wide, so it has to be wrapped.")),
        ])

    @Test("is laid out for the window")
    func layout() {
        #expect(
            Help.text(of: Self.command, width: 60) == """
                Usage: shunt ask [OPTION…] [TEXT…|-]

                Sends one prompt and prints the answer as it arrives.

                Options:
                  -m, --mode MODE       what the agent is doing, such as
                                        planning, editing, debugging or
                                        background
                      --quite-a-long-option VALUE
                                        its meaning stands below
                  -h, --help            show this help

                Exit status:
                  0   all is well
                  75  it may succeed later

                Examples:
                  shunt ask --mode planning "How?"

                Notes:
                  One paragraph that is longer than the window is wide, so
                  it has to be wrapped.

                """)
    }

    @Test("of a program lists its commands")
    func program() {
        let set = CommandSet(Command("shunt", "Talks to shuntd"), commands: [Command("shunt ask", "Asks"), Command("shunt status", "Tells")])
        #expect(
            Help.text(of: set, width: nil) == """
                Usage: shunt [OPTION…] COMMAND [ARGUMENT…]

                Talks to shuntd.

                Commands:
                  ask     Asks
                  status  Tells

                """)
    }

    @Test("of every width keeps all words", arguments: [nil, 0, 1, 40, 55, 80, 1000])
    func widths(_ width: Int?) {
        let words = Help.text(of: Self.command, width: width).split { $0.isWhitespace }
        #expect(words.count == Help.text(of: Self.command, width: 60).split { $0.isWhitespace }.count)
    }
}
