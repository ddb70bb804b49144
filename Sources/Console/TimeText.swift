internal import Loop
internal import Options
internal import Primitives

/// Points in time as options write them.
enum TimeText {
    static let since = Option("since", value: "TIME", "from a day such as 2026-11-01, or so long ago: 30m, 12h, 7d (default: 30d)")
    static let until = Option("until", value: "TIME", "up to such a time (default: now)")

    private static let units = ["m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400]

    /// In Unix seconds.
    static var aMonthAgo: Int { Clock.unixSeconds - 30 * 86_400 }

    /// In Unix seconds; nil for what is no time.
    static func seconds(_ text: String) -> Int? {
        if let day = Day.seconds(text) { return day }
        guard let unit = text.last.flatMap({ units[String($0)] }), let count = Int(text.dropLast()), count > 0, count < 1_000_000 else { return nil }
        return max(0, Clock.unixSeconds - count * unit)
    }
}

extension Invocation {
    /// What an option says, in Unix seconds; nil where it is not there.
    func time(_ option: String) throws(ConsoleError) -> Int? {
        guard let text = arguments.value(option) else { return nil }
        if let seconds = TimeText.seconds(text) { return seconds }
        throw usage("--\(option) is no time: \"\(text)\"", remedy: "write a day such as 2026-11-01, or how long ago: 30m, 12h, 7d, 4w")
    }
}
