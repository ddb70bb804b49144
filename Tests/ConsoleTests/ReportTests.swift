@testable import Console
import JSONText
import Primitives
import Routing
import Testing

@Suite("A report")
struct ReportTests {
    @Test("has money to the cent from a dollar on, and to two digits below", arguments: [
        (0, "$0"), (34_000_000_000, "$0.034"), (34_499_000_000, "$0.034"), (34_500_000_000, "$0.035"), (999_499_999_999, "$1"), (999_500_000_000, "$1.00"),
        (1_234_500_000_000_000, "$1,234.50"), (-1_200_000_000_000, "-$1.20"), (-5_000_000, "-$0.000005"), (1, "$0.000000000001"),
    ])
    func money(_ picodollars: Int128, _ text: String) { #expect(ReportNumbers.money(Money(picodollars: picodollars)) == text) }

    @Test("has tokens in three digits or so", arguments: [
        (0, "0"), (12_345, "12,345"), (999_999, "999,999"), (1_000_000, "1 M"), (3_449_999, "3.4 M"), (120_400_000, "120 M"), (1_250_000_000, "1.2 G"),
    ])
    func tokens(_ count: Int, _ text: String) { #expect(ReportNumbers.tokens(count) == text) }

    @Test("has shares in whole hundredths, rounded, and none of nothing")
    func shares() {
        #expect(ReportNumbers.share(829, of: 1000) == "83 %" && ReportNumbers.share(0, of: 7) == "0 %" && ReportNumbers.share(1, of: 0) == "–")
        func share(_ part: Int128, _ whole: Int128) -> String { ReportNumbers.share(Money(picodollars: part), of: Money(picodollars: whole)) }
        #expect(share(829, 1000) == "83 %" && share(-826, 1000) == "-83 %" && share(5, 0) == "–")
    }

    private static func line(_ json: String, _ column: String?) throws -> ReportLine { ReportLine(try JSONDocument.parse(json).root, column) }

    /// What a month was, with comparisons or without.
    private static func figures(verdicts: [String] = []) throws -> ReportFigures {
        var figures = ReportFigures(since: 1_793_491_200, until: 1_795_564_800)
        figures.total = try line(#"{"requests":12,"failed":1,"unpriced":2,"usage":{"input":1000,"cache_read":3000,"output":50,"reasoning":10},"cost_usd":3.5,"saved_usd":7}"#, nil)
        figures.add(days: [try line(#"{"day":"2026-11-03","requests":12,"cost_usd":3.5,"saved_usd":7}"#, "day")])
        figures.groups = [ReportGroup(title: "Mode", lines: [try line(#"{"mode":"editing","requests":9,"cost_usd":3}"#, "mode"), try line(#"{"mode":null,"requests":3,"cost_usd":0.5}"#, "mode")])]
        figures.switches = [try line(#"{"switch":"stay","requests":9,"cost_usd":3}"#, "switch")]
        figures.verdicts = try verdicts.compactMap { ReportVerdict(try line($0, "verdict")) }
        return figures
    }

    private static let stay = #"{"verdict":"stay","requests":3,"cost_usd":0.4,"compared":3,"stay_usd":0.5,"switch_usd":1.75}"#
    private static let change = #"{"verdict":"switch","requests":1,"cost_usd":0.1,"compared":1,"stay_usd":0.5,"switch_usd":0.25}"#

    @Test("tells in a terminal what was spent, saved, unknown, and by what")
    func terminal() throws {
        let text = ReportText.render(try Self.figures()).plain
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "2026-11-01 to 2026-11-24 (UTC)")
        #expect(lines[1] == "$3.50 spent, $7.00 saved: 67 % less than the $10.50 of the baseline models")
        #expect(lines[2] == "12 requests, 1 of them failed; 4,000 tokens read, 75 % of them from prompt caches; 60 written")
        #expect(lines[3] == "The cost of 2 answers is unknown, for their models have no price: they are in no sum.")
        #expect(lines.contains { $0.hasPrefix("editing") && $0.contains("$3.00") } && lines.contains { $0.hasPrefix("none") })
        #expect(lines.contains { $0.hasPrefix("IN A SESSION") } && lines.contains { $0.hasPrefix("stayed with its model") })
        #expect(!text.contains("AT A WARM CACHE"))
        #expect(!ReportPage.html(of: try Self.figures()).contains("At a warm cache"))
    }

    @Test("tells what staying saved, and what switches cost and were expected to save, where that was weighed")
    func weighed() throws {
        let figures = try Self.figures(verdicts: [#"{"verdict":null,"requests":8,"cost_usd":3}"#, Self.stay, Self.change])
        let told = "3 times a session stayed with the model whose cache was warm, which saved $1.25; 1 time it switched to the cheaper one, at a cost of $0.25, which was expected to save $0.25"
        let lines = ReportText.render(figures).plain.split(separator: "\n").map(String.init)
        let rows = lines.drop { !$0.hasPrefix("AT A WARM CACHE") }.dropFirst().map { $0.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimming(" ") } }
        #expect(rows.prefix(2) == [["stayed where the cache was warm", "3", "$0.5", "$1.75", "$1.25"], ["switched to the cheaper model", "1", "$0.25", "$0.5", "$0.25"]])
        #expect(lines.last == told)
        let page = ReportPage.html(of: figures)
        #expect(page.contains("<p class=\"text verdicts\">\(told).</p>") && page.contains("<td>$1.25</td>"))
    }

    @Test("of nothing says so")
    func nothing() {
        #expect(ReportText.render(ReportFigures(since: 0, until: 86_400)).plain == "1970-01-01 (UTC)\nnothing was asked for in this time\n")
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
