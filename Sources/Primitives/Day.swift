/// Days and times of day as settings and commands write them, in UTC.
package enum Day {
    /// The beginning of a day written `2026-09-01`, in Unix seconds; nil where there is no such day from 1970 to 9999.
    ///
    /// Counts days as Howard Hinnant's “chrono-Compatible Low-Level Date Algorithms” do, in years that begin with March.
    package static func seconds(_ text: String) -> Int? {
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
