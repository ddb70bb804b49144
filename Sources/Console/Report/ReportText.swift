internal import Primitives

/// A report in a terminal.
enum ReportText {
    static func render(_ figures: ReportFigures) -> StyledText {
        var text = StyledText()
        text.line("\(figures.span) (UTC)", .dim)
        if figures.isEmpty { return text + StyledText("nothing was asked for in this time\n") }
        text.line(ReportWords.headline(figures.total), .bold)
        text.line(ReportWords.counts(figures.total))
        for note in ReportWords.notes(figures.total) { text.line(note, .yellow) }
        text += section(figures.isByMonth ? "MONTH" : "DAY", figures.days)
        for group in figures.groups where !group.lines.allSatisfy({ $0.name.isEmpty }) { text += section(group.title.uppercased(), group.lines) }
        let switches = figures.switches.filter { $0.requests > 0 }.map { line in
            var named = line
            named.name = ReportWords.course(line.name)
            return named
        }
        if !switches.isEmpty { text += section("IN A SESSION", switches) }
        if !figures.verdicts.isEmpty { text += weighed(figures.verdicts) }
        return text
    }

    private static func weighed(_ verdicts: [ReportVerdict]) -> StyledText {
        var table = TextTable([("AT A WARM CACHE", .left), ("TIMES", .right), ("EXPECTED", .right), ("OTHERWISE", .right), ("SAVED", .right)])
        for verdict in verdicts {
            table.add([
                ReportWords.verdict(verdict.verdict), CountText.text(verdict.requests), ReportNumbers.money(verdict.chosen),
                ReportNumbers.money(verdict.left), ReportNumbers.money(verdict.saved),
            ])
        }
        var text = StyledText("\n") + table.text()
        text.line(ReportWords.verdicts(verdicts))
        return text
    }

    private static func section(_ title: String, _ lines: [ReportLine]) -> StyledText {
        var table = TextTable([
            (title, .left), ("SPENT", .right), ("SAVED", .right), ("REQUESTS", .right), ("FAILED", .right), ("READ", .right), ("CACHED", .right),
            ("WRITTEN", .right),
        ])
        for line in lines {
            table.add([
                line.name.isEmpty ? "none" : line.name, ReportNumbers.money(line.cost), ReportNumbers.money(line.saved), CountText.text(line.requests),
                line.failed == 0 ? "" : CountText.text(line.failed), ReportNumbers.tokens(line.input), ReportNumbers.share(line.cached, of: line.input),
                ReportNumbers.tokens(line.output),
            ])
        }
        return StyledText("\n") + table.text()
    }
}
