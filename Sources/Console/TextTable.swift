/// Rows of cells in columns as wide as their widest cell, two spaces between them.
struct TextTable {
    enum Alignment { case left, right }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) { self.columns = columns }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    /// Columns that are empty throughout are left out; titles without text make no line of their own.
    func text(indent: Int = 0) -> StyledText {
        let used = columns.indices.filter { column in rows.contains { !Self.cell($0, column).isEmpty } }
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].title.count) { max($0, Self.cell($1, column).count) }
        }
        var text = StyledText()
        if columns.contains(where: { !$0.title.isEmpty }) {
            text.line(line(columns.map(\.title), used, widths, indent), .dim)
        }
        for row in rows { text.line(line(row, used, widths, indent)) }
        return text
    }

    private func line(_ cells: [String], _ used: [Int], _ widths: [Int], _ indent: Int) -> String {
        let padded = used.map { column in
            let cell = Self.cell(cells, column)
            let gap = String(repeating: " ", count: widths[column] - cell.count)
            return columns[column].alignment == .left ? cell + gap : gap + cell
        }
        let line = String(repeating: " ", count: indent) + padded.joined(separator: "  ")
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    /// Names from a table or a daemon hold no line ends; one that does would only spoil its own row.
    private static func cell(_ cells: [String], _ column: Int) -> String { column < cells.count ? cells[column] : "" }
}
