internal import Primitives

/// The part of a report's page about changes of the model within a session: what was weighed, and what came of it.
enum ReportSwitches {
    /// Empty where there is nothing to tell.
    static func html(of figures: ReportFigures) -> String {
        let courses = figures.switches.filter { $0.requests > 0 }
        guard !courses.isEmpty || !figures.verdicts.isEmpty else { return "" }
        var html = "<section class=\"card\">\n<h2>What switches cost</h2>\n"
        if !figures.verdicts.isEmpty {
            html += "<p class=\"text verdicts\">\(HTMLText.escaped(ReportWords.verdicts(figures.verdicts))).</p>\n"
            html += table(figures.verdicts) + "<p class=\"text\">\(HTMLText.escaped(ReportWords.weighing))</p>\n"
        }
        if !courses.isEmpty { html += table(courses) + "<p class=\"text\">\(HTMLText.escaped(ReportWords.switching))</p>\n" }
        return html + "</section>\n"
    }

    private static func table(_ verdicts: [ReportVerdict]) -> String {
        table(["At a warm cache", "Times", "Expected", "Otherwise", "Saved"], wide: [3], verdicts.map { verdict in
            [
                HTMLText.escaped(ReportWords.verdict(verdict.verdict)), CountText.text(verdict.requests), ReportNumbers.money(verdict.chosen),
                ReportNumbers.money(verdict.left), ReportNumbers.money(verdict.saved),
            ]
        })
    }

    private static func table(_ courses: [ReportLine]) -> String {
        table(["A request that", "Requests", "Spent", "Each", "Cached"], wide: [2], courses.map { line in
            let each = Money(picodollars: line.cost.picodollars / Int128(max(line.requests, 1)))
            return [
                HTMLText.escaped(ReportWords.course(line.name)), CountText.text(line.requests), ReportNumbers.money(line.cost),
                ReportNumbers.money(each), ReportNumbers.share(line.cached, of: line.input),
            ]
        })
    }

    /// The columns of `wide` have no room on a phone.
    private static func table(_ head: [String], wide: Set<Int>, _ rows: [[String]]) -> String {
        func style(_ column: Int) -> String { wide.contains(column) ? " class=\"wide\"" : "" }
        var html = "<div class=\"scroll\"><table>\n<thead><tr>"
        for (column, name) in head.enumerated() { html += "<th scope=\"col\"\(style(column))>\(name)</th>" }
        html += "</tr></thead>\n<tbody>\n"
        for row in rows {
            html += "<tr><th scope=\"row\">\(row.first ?? "")</th>"
            for (column, cell) in row.enumerated().dropFirst() { html += "<td\(style(column))>\(cell)</td>" }
            html += "</tr>\n"
        }
        return html + "</tbody>\n</table></div>\n"
    }
}
