internal import Primitives

/// A report as one HTML page that loads nothing: styles and charts are in it, and there is no script.
struct ReportPage {
    private let figures: ReportFigures

    static func html(of figures: ReportFigures) -> String { ReportPage(figures: figures).html }

    private var html: String {
        let title = "Spending on language models, \(figures.span)"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="script-src 'none'; img-src 'none'; font-src 'none'; connect-src 'none'; frame-src 'none'; object-src 'none'">
            <meta name="generator" content="shunt \(HTMLText.escaped(Version.text))">
            <title>\(HTMLText.escaped(title))</title>
            <style>
            \(ReportStyle.css)
            </style>
            </head>
            <body>
            <main>
            \(head)
            \(figures.isEmpty ? "" : sections)
            <footer>
            <p>\(HTMLText.escaped(ReportWords.method))</p>
            <p>Days are those of UTC. Made by <code>shunt report</code> from the ledger of one host.</p>
            </footer>
            </main>
            </body>
            </html>

            """
    }

    private var head: String {
        let total = figures.total
        var html = "<header>\n<p class=\"span\">\(HTMLText.escaped(figures.span))</p>\n<h1>\(headline)</h1>\n"
        if figures.isEmpty { return html + "</header>" }
        html += "<dl class=\"tiles\">\n"
        html += tile("Spent", ReportNumbers.money(total.cost), style: "spent")
        html += tile("Saved", ReportNumbers.money(total.saved), note: total.saved.picodollars == 0 ? "" : "\(ReportNumbers.share(total.saved, of: total.baseline)) of the baseline's \(ReportNumbers.money(total.baseline))", style: "saved")
        html += tile("Requests", CountText.text(total.requests), note: total.failed > 0 ? "\(CountText.text(total.failed)) failed" : "none failed")
        html += tile("Tokens", ReportNumbers.tokens(total.input + total.output), note: "\(ReportNumbers.tokens(total.output)) of them written")
        html += tile("From prompt caches", ReportNumbers.share(total.cached, of: total.input), note: "of what was read", style: "cached")
        html += "</dl>\n"
        for note in ReportWords.notes(total) { html += "<p class=\"note\">\(HTMLText.escaped(note))</p>\n" }
        return html + "</header>"
    }

    /// The one sentence that has to be read.
    private var headline: String {
        let total = figures.total
        if figures.isEmpty { return "Nothing was asked for in this time." }
        let spent = "<b class=\"spent\">\(ReportNumbers.money(total.cost))</b>"
        if total.saved.picodollars > 0 {
            return "The agents spent \(spent). On the baseline models alone it had been \(ReportNumbers.money(total.baseline)): <b class=\"saved\">\(ReportNumbers.share(total.saved, of: total.baseline)) less</b>."
        }
        if total.saved.picodollars < 0 {
            return "The agents spent \(spent), \(ReportNumbers.money(Money.zero - total.saved)) more than the baseline models had cost."
        }
        return "The agents spent \(spent)."
    }

    private func tile(_ name: String, _ value: String, note: String = "", style: String = "") -> String {
        let small = note.isEmpty ? "" : "<small>\(HTMLText.escaped(note))</small>"
        return "<div class=\"tile \(style)\"><dt>\(name)</dt><dd>\(HTMLText.escaped(value))\(small)</dd></div>\n"
    }

    private var sections: String {
        let unit = figures.isByMonth ? "month" : "day"
        var html = """
            <section class="card">
            <h2>By \(unit)</h2>
            <p class="legend"><span class="key spent"></span>spent <span class="key saved"></span>saved</p>
            \(ReportChart.spending(figures.days).svg)<details><summary>The figures</summary>
            \(table(figures.days, title: figures.isByMonth ? "Month" : "Day", hasBars: false))</details>
            </section>
            <section class="card">
            <h2>From prompt caches, by \(unit)</h2>
            <p class="legend"><span class="key cached"></span>share of the tokens read that a provider had in its cache</p>
            \(ReportChart.caching(figures.days).svg)</section>

            """
        html += "<div class=\"pair\">\n"
        for group in figures.groups where !group.lines.allSatisfy({ $0.name.isEmpty }) {
            html += "<section class=\"card\">\n<h2>By \(group.title.lowercased())</h2>\n\(table(group.lines, title: group.title))</section>\n"
        }
        html += "</div>\n"
        return html + ReportSwitches.html(of: figures)
    }

    /// Below each name a bar: what was spent, and on top of it what was saved, against the longest of the table.
    private func table(_ lines: [ReportLine], title: String, hasBars: Bool = true) -> String {
        let most = max(lines.map { $0.cost.picodollars + max($0.saved.picodollars, 0) }.max() ?? 0, 1)
        var html = "<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">\(title)</th><th scope=\"col\">Spent</th><th scope=\"col\">Saved</th>"
        html += "<th scope=\"col\" class=\"wide\">Requests</th><th scope=\"col\" class=\"wide\">Cached</th></tr></thead>\n<tbody>\n"
        for line in lines {
            let name = line.name.isEmpty ? "<i>none</i>" : HTMLText.escaped(hasBars ? line.name : ReportChart.short(line.name))
            html += "<tr><th scope=\"row\">\(name)\(hasBars ? bar(line, most) : "")</th>\(cells(line))</tr>\n"
        }
        return html + "</tbody>\n</table></div>\n"
    }

    private func cells(_ line: ReportLine) -> String {
        let requests = CountText.text(line.requests) + (line.failed > 0 ? "<small>\(CountText.text(line.failed)) failed</small>" : "")
        return "<td title=\"$\(line.cost)\">\(ReportNumbers.money(line.cost))</td><td title=\"\(line.saved.dollars)\">\(ReportNumbers.money(line.saved))</td>"
            + "<td class=\"wide\">\(requests)</td><td class=\"wide\">\(ReportNumbers.share(line.cached, of: line.input))</td>"
    }

    private func bar(_ line: ReportLine, _ most: Int128) -> String {
        func percent(_ amount: Int128) -> String {
            let tenths = Int(clamping: max(amount, 0) * 1000 / most)
            return "\(tenths / 10).\(tenths % 10)%"
        }
        let spent = percent(line.cost.picodollars)
        return "<svg class=\"strip\" aria-hidden=\"true\" width=\"100%\" height=\"6\"><rect class=\"rail\" width=\"100%\" height=\"6\"/>"
            + "<rect class=\"spent\" width=\"\(spent)\" height=\"6\"/><rect class=\"saved\" x=\"\(spent)\" width=\"\(percent(line.saved.picodollars))\" height=\"6\"/></svg>"
    }
}
