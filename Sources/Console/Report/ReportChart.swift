internal import Primitives

/// Bars over time as SVG. Places along the time axis are shares of the width, so that a chart is as wide as its page and its texts keep
/// their size; heights are in pixels. Left of it the style sheet leaves room for the labels of the lines. All of it is whole numbers.
struct ReportChart {
    /// A bar of several parts, the lowest first; each is a class of the style sheet and a height.
    struct Bar {
        let name: String
        let parts: [(style: String, height: Int128)]
        let title: String
    }

    let title: String
    let bars: [Bar]
    /// What the whole height stands for, and the values that get a line.
    let ceiling: Int128
    let ticks: [(value: Int128, label: String)]

    private static let plotHeight = 190
    private static let top = 18
    private static let height = plotHeight + top + 24
    /// Labels along the time axis at most.
    private static let labels = 8

    var svg: String {
        var svg = "<svg class=\"chart\" role=\"img\" aria-label=\"\(HTMLText.escaped(title))\" width=\"100%\" height=\"\(Self.height)\">\n"
        for tick in ticks {
            let y = place(tick.value)
            svg += "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/><text class=\"tick\" text-anchor=\"end\" x=\"-8\" y=\"\(y + 4)\">\(HTMLText.escaped(tick.label))</text>\n"
        }
        for (index, bar) in bars.enumerated() { svg += draw(bar, index) }
        return svg + labels + "</svg>\n"
    }

    private func draw(_ bar: Bar, _ index: Int) -> String {
        let slot = 100_000 / max(bars.count, 1)
        let width = min(slot * 7 / 10, 6_000)
        let left = slot * index + (slot - width) / 2
        var svg = "<g class=\"bar\"><title>\(HTMLText.escaped(bar.title))</title>"
        // The whole height answers the pointer, however low the bar is.
        svg += "<rect class=\"hit\" x=\"\(Self.percent(slot * index))\" width=\"\(Self.percent(slot))\" y=\"0\" height=\"\(Self.plotHeight + Self.top)\"/>"
        var base: Int128 = 0
        for part in bar.parts where part.height > 0 {
            let (low, high) = (place(base), place(base + part.height))
            svg += "<rect class=\"\(part.style)\" x=\"\(Self.percent(left))\" width=\"\(Self.percent(width))\" y=\"\(high)\" height=\"\(max(1, low - high))\"/>"
            base += part.height
        }
        return svg + "</g>\n"
    }

    /// Every so many bars get their name; on a narrow page half of these.
    private var labels: String {
        let step = (bars.count + Self.labels - 1) / Self.labels
        var svg = ""
        for (number, index) in stride(from: 0, to: bars.count, by: max(step, 1)).enumerated() {
            let slot = 100_000 / max(bars.count, 1)
            let style = number.isMultiple(of: 2) ? "label" : "label minor"
            // The first and the last would stick out where they are centred on narrow bars.
            let anchor = bars.count > 3 && index == 0 ? "start" : bars.count > 3 && index + step / 2 >= bars.count - 1 ? "end" : "middle"
            let place = anchor == "start" ? slot * index : anchor == "end" ? slot * (index + 1) : slot * index + slot / 2
            svg += "<text class=\"\(style)\" text-anchor=\"\(anchor)\" x=\"\(Self.percent(place))\" y=\"\(Self.height - 4)\">\(HTMLText.escaped(Self.short(bars[index].name)))</text>"
        }
        return svg
    }

    /// Pixels from the upper edge.
    private func place(_ value: Int128) -> Int {
        Self.top + Self.plotHeight - (ceiling > 0 ? Int(clamping: value * Int128(Self.plotHeight) / ceiling) : 0)
    }

    /// Thousandths of a hundredth as a share: `12.345%`.
    private static func percent(_ thousandths: Int) -> String {
        let part = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - part.count))\(part)%"
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `3 Nov` of `2026-11-03`, `Nov 2026` of `2026-11`.
    static func short(_ day: String) -> String {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        guard parts.count >= 2, months.indices.contains(parts[1] - 1) else { return day }
        return parts.count == 3 ? "\(parts[2]) \(months[parts[1] - 1])" : "\(months[parts[1] - 1]) \(parts[0])"
    }
}

extension ReportChart {
    /// What was spent each day, and on top of it what was saved.
    static func spending(_ days: [ReportLine]) -> ReportChart {
        let bars = days.map { day in
            let saved = max(day.saved.picodollars, 0)
            return Bar(
                name: day.name, parts: [("spent", day.cost.picodollars), ("saved", saved)],
                title: "\(short(day.name)): \(ReportNumbers.money(day.cost)) spent, \(ReportNumbers.money(day.saved)) saved, \(CountText.text(day.requests)) requests")
        }
        let most = days.map { $0.cost.picodollars + max($0.saved.picodollars, 0) }.max() ?? 0
        let step = Self.step(most)
        let count = step > 0 ? (most + step - 1) / step : 0
        let ticks = (0..<max(count, 1)).map { number in (step * (number + 1), ReportNumbers.money(Money(picodollars: step * (number + 1)))) }
        return ReportChart(title: "Spending and saving over time", bars: bars, ceiling: max(step * count, 1), ticks: most > 0 ? ticks : [])
    }

    /// The share of each day's input that came from prompt caches.
    static func caching(_ days: [ReportLine]) -> ReportChart {
        let bars = days.map { day in
            let share = day.input > 0 ? Int128(day.cached) * 1000 / Int128(day.input) : 0
            return Bar(
                name: day.name, parts: [("cached", share)],
                title: "\(short(day.name)): \(ReportNumbers.share(day.cached, of: day.input)) of \(ReportNumbers.tokens(day.input)) tokens")
        }
        return ReportChart(
            title: "Share of input from prompt caches over time", bars: bars, ceiling: 1000, ticks: [(250, "25 %"), (500, "50 %"), (750, "75 %"), (1000, "100 %")])
    }

    /// 1, 2 or 5 times a power of ten, so that at most four of them reach `most`.
    private static func step(_ most: Int128) -> Int128 {
        guard most > 0 else { return 0 }
        var unit: Int128 = 1
        while true {
            for factor: Int128 in [1, 2, 5] where unit * factor * 4 >= most { return unit * factor }
            unit *= 10
        }
    }
}
