/// Days and times of day as settings, commands and messages write them, in UTC.
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

    /// A point in time as RFC 3339 writes it, `2026-09-01T16:30:00.25Z` or with `+02:00` at its end, in Unix milliseconds; finer parts fall away.
    package static func milliseconds(_ text: String) -> Int? {
        let parts = text.split(separator: "T", maxSplits: 1)
        guard parts.count == 2, let day = seconds(String(parts[0])), let zone = parts[1].firstIndex(where: { "Z+-".contains($0) }) else { return nil }
        let time = parts[1][..<zone].split(separator: ":", omittingEmptySubsequences: false)
        guard time.count == 3, let minute = minute("\(time[0]):\(time[1])"), let second = thousandths(time[2]), let offset = offset(parts[1][zone...]) else {
            return nil
        }
        let result = (day + (minute - offset) * 60) * 1000 + second
        return result < 0 ? nil : result
    }

    /// `07` or `07.25` seconds, in milliseconds.
    private static func thousandths(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].utf8.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }), let seconds = Int(parts[0]), seconds <= 60 else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1].prefix(3)) : ""
        return seconds * 1000 + (Int(fraction + String(repeating: "0", count: 3 - fraction.utf8.count)) ?? 0)
    }

    /// `Z`, or minutes east of it: `+02:00`.
    private static func offset(_ text: Substring) -> Int? {
        if text == "Z" { return 0 }
        return minute(text.dropFirst()).map { text.first == "-" ? -$0 : $0 }
    }

    /// The day that a time in Unix seconds lies in; times before 1970 and after 9999 are those bounds.
    package static func date(at seconds: Int) -> (year: Int, month: Int, day: Int) {
        let days = min(max(seconds, 0), 253_402_300_799) / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let march = (5 * dayOfYear + 2) / 153
        let month = march < 10 ? march + 3 : march - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * march + 2) / 5 + 1)
    }

    /// The same as ``seconds(_:)`` reads it.
    package static func text(_ seconds: Int) -> String {
        let date = date(at: seconds)
        return "\(padded(date.year, to: 4))-\(padded(date.month, to: 2))-\(padded(date.day, to: 2))"
    }

    /// A time as RFC 3339 writes it: `2026-09-01T16:30:00Z`.
    package static func text(at seconds: Int) -> String {
        let second = max(seconds, 0) % 86_400
        return "\(text(seconds))T\(text(minute: second / 60)):\(padded(second % 60, to: 2))Z"
    }

    /// Minutes of the day as ``minute(_:)`` reads them.
    package static func text(minute: Int) -> String { "\(padded(minute / 60, to: 2)):\(padded(minute % 60, to: 2))" }

    private static func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    package static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
