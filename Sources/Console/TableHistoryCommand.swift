internal import JSONText
internal import Loop
internal import Options
internal import Primitives

/// `shunt table history`.
enum TableHistoryCommand: ConsoleCommand {
    static let grammar = Command(
        "shunt table history", "Lists the tables that were served, the latest first",
        sections: [HelpSection("Notes", .text("Only root and the daemon's own user may. The numbers are what show, diff and rollback take."))])

    static func run(_ invocation: Invocation) async throws(ConsoleError) -> CommandStatus {
        try await invocation.show(try await invocation.ask("table.history"), render)
        return .ok
    }

    static func render(_ result: JSONValue) -> StyledText {
        var table = TextTable([("NUMBER", .right), ("REVISION", .left), ("SERIAL", .right), ("SINCE", .left), ("", .left)])
        for entry in result["tables"].map({ Array($0.elements) }) ?? [] {
            table.add([
                entry["number"]?.number ?? "?", entry["revision"]?.string ?? "?", entry["serial"]?.number ?? "", since(entry["since"]?.int),
                entry["rollout"]?.bool == true ? "rolled out" : "",
            ])
        }
        return table.text()
    }

    /// UTC.
    private static func since(_ seconds: Int?) -> String {
        seconds.map { "\(Day.text($0)) \(Day.text(minute: $0 % 86_400 / 60))" } ?? ""
    }
}
