/// When a price counts: between two days, at certain hours of each day, or both. All times are UTC.
package struct PricePeriod: Sendable, Equatable {
    /// In Unix seconds: from the beginning of that day on.
    package var from: Int?
    /// In Unix seconds: up to the beginning of that day.
    package var until: Int?
    /// Minutes of the day, the end not included; a range that ends before it begins passes midnight.
    package var daily: (start: Int, end: Int)?

    package init(from: Int? = nil, until: Int? = nil, daily: (start: Int, end: Int)? = nil) {
        self.from = from
        self.until = until
        self.daily = daily
    }

    package func contains(_ time: Int) -> Bool {
        if let from, time < from { return false }
        if let until, time >= until { return false }
        guard let daily else { return true }
        let minute = time % 86_400 / 60
        if daily.start <= daily.end { return daily.start <= minute && minute < daily.end }
        return minute >= daily.start || minute < daily.end
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.from == right.from && left.until == right.until && left.daily?.start == right.daily?.start && left.daily?.end == right.daily?.end
    }

    /// The beginning of a day written `2026-09-01`, in Unix seconds; nil where there is no such day from 1970 to 9999.
    ///
    /// Counts days as Howard Hinnant's “chrono-Compatible Low-Level Date Algorithms” do, in years that begin with March.
    package static func day(_ text: String) -> Int? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2], parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), year >= 1970, (1...12).contains(month),
            (1...days(of: month, in: year)).contains(day)
        else { return nil }
        let march = (month + 9) % 12
        let years = month <= 2 ? year - 1 : year
        let leaps = years / 4 - years / 100 + years / 400
        return (years * 365 + leaps + (march * 153 + 2) / 5 + day - 1 - 719_468) * 86_400
    }

    /// A time of day written `16:30`, in minutes; `24:00` is the day's end.
    package static func minute(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(isDigit) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24 && minute < 60 || (hour, minute) == (24, 0)
        else { return nil }
        return hour * 60 + minute
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
