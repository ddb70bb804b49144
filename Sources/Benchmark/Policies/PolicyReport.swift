internal import JSONText
internal import Primitives

/// The policies' figures as a table for people and as JSON for programs.
enum PolicyReport {
    static func table(_ rows: [PolicyRow], decision: Double, sessions: Int) -> String {
        var lines = ["Cost of cache-aware decisions on \(sessions) generated sessions of each kind, against other policies"]
        var lineup = ""
        for row in rows {
            if row.lineup != lineup {
                lineup = row.lineup
                lines += ["", lineup, line(["", "calls", "USD", "follow", "first", "best", "≤ 2 %", "follow, at best", "best, at best"])]
            }
            lines.append(line([
                row.kind, "\(row.calls)", row.cost.rounded, percent(row.overFollow), percent(row.overFirst), percent(row.overBest),
                row.isNeverWorse ? "met" : "MISSED", percent(row.boundOverFollow), percent(row.boundOverBest),
            ]))
            if row.wantsSavings { lines.append("  " + savings(row)) }
        }
        lines += ["", "follow: always the mode's tier. first: the session's first model, or a better one that a mode asked for. best: the frontier alone."]
        lines.append("at best: what hindsight could have reached, with every pause and change of mode known beforehand.")
        lines += ["", "as much as is wanted, against both: " + both(rows.filter(\.saves)), "at best: " + both(rows.filter(\.couldSave))]
        lines += ["", "a decision with switch test among 200 models: \(Report.number(decision)) µs, wanted ≤ \(Report.number(PolicyBench.decisionGoal)) µs  \(decision <= PolicyBench.decisionGoal ? "met" : "MISSED")"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func savings(_ row: PolicyRow) -> String {
        let wanted = "wanted: \(percent(PolicyRow.wantedOverFollow)) against follow and \(percent(PolicyRow.wantedOverBest)) against best"
        return "\(wanted)  \(row.saves ? "met" : row.couldSave ? "MISSED" : "MISSED, as by any policy")"
    }

    private static func both(_ rows: [PolicyRow]) -> String {
        rows.isEmpty ? "none" : rows.map { "\($0.kind) (\($0.lineup))" }.joined(separator: "; ")
    }

    private static func line(_ cells: [String]) -> String {
        let widths = [-16, 6, 8, 8, 8, 8, 8, 16, 14]
        return zip(cells, widths).map { cell, width in
            let gap = String(repeating: " ", count: max(0, abs(width) - cell.count))
            return width < 0 ? cell + gap : gap + cell
        }.joined(separator: " ")
    }

    private static func percent(_ thousandths: Int) -> String {
        "\(thousandths < 0 ? "-" : "+")\(thousandths.magnitude / 10).\(thousandths.magnitude % 10) %"
    }

    static func json(_ rows: [PolicyRow], decision: Double) -> Bytes {
        var json = JSONWriter()
        json.object { json in
            json.array("policies") { for row in rows { write(row, &$0) } }
            json.member("decision_us", number: Report.number(decision))
        }
        json.bytes.append("\n")
        return json.bytes
    }

    /// Shares in thousandths.
    private static func write(_ row: PolicyRow, _ json: inout JSONWriter) {
        json.object {
            $0.member("models", row.lineup)
            $0.member("sessions", row.kind)
            $0.member("calls", row.calls)
            $0.member("cost_usd", number: row.cost.description)
            $0.member("over_follow", row.overFollow)
            $0.member("over_first", row.overFirst)
            $0.member("over_best", row.overBest)
            $0.member("bound_over_follow", row.boundOverFollow)
            $0.member("bound_over_best", row.boundOverBest)
            $0.member("never_worse", row.isNeverWorse)
            if row.wantsSavings { $0.member("saves", row.saves) }
        }
    }
}
