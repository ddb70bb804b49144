/// Renders the help of a command, or of a program with its commands.
package struct Help: Sendable {
    /// Columns of the window; text is wrapped to it.
    private let width: Int
    private var lines: [String] = []

    /// No wider than is good to read, no narrower than can be laid out.
    package init(width: Int?) { self.width = min(max(width ?? 80, 40), 100) }

    package static func text(of command: Command, width: Int?) -> String {
        var help = Help(width: width)
        help.usage("Usage: \(command.name)\(command.options.isEmpty ? "" : " [OPTION…]")", command.operands)
        help.paragraph(command.summary)
        help.finish(command)
        return help.text
    }

    package static func text(of set: CommandSet, width: Int?) -> String {
        var help = Help(width: width)
        help.usage("Usage: \(set.program.name) [OPTION…] COMMAND", "[ARGUMENT…]")
        help.paragraph(set.program.summary)
        help.section("Commands", .rows(set.commands.map { ($0.words, $0.summary) }))
        help.finish(set.program)
        return help.text
    }

    /// A list of terms and what they mean, on its own.
    package static func text(rows: [(term: String, meaning: String)], width: Int?) -> String {
        var help = Help(width: width)
        help.columns(rows)
        return help.text
    }

    private var text: String { lines.map { $0 + "\n" }.joined() }

    private mutating func usage(_ start: String, _ operands: String?) {
        lines.append(start + (operands.map { " \($0)" } ?? ""))
    }

    private mutating func finish(_ command: Command) {
        if !command.options.isEmpty { section("Options", .rows(command.options.map { ($0.heading, $0.help) })) }
        for part in command.sections { section(part.title, part.body) }
    }

    private mutating func section(_ title: String, _ body: HelpSection.Body) {
        lines += ["", "\(title):"]
        switch body {
        case .text(let text): wrap(text, indent: 2)
        case .rows(let rows): columns(rows)
        case .lines(let rows): lines += rows.map { "  \($0)" }
        }
    }

    private mutating func paragraph(_ text: String) {
        lines.append("")
        wrap(text + ".", indent: 0)
    }

    /// Terms left, meanings right; a term too long for its column has its meaning below.
    private mutating func columns(_ rows: [(term: String, meaning: String)]) {
        let longest = rows.map(\.term.count).max() ?? 0
        let indent = 2 + min(longest, width / 3) + 2
        for row in rows {
            let start = lines.count
            wrap(row.meaning, indent: indent)
            let term = "  \(row.term)"
            if term.count + 2 > indent || lines.count == start {
                lines.insert(term, at: start)
            } else {
                lines[start] = term + lines[start].dropFirst(term.count)
            }
        }
    }

    private mutating func wrap(_ text: String, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        var line = margin
        for word in text.split(separator: " ") {
            if line.count > indent, line.count + 1 + word.count > width {
                lines.append(line)
                line = margin
            }
            line += (line.count > indent ? " " : "") + word
        }
        if line.count > indent { lines.append(line) }
    }
}
