/// A moment as signatures name it: `20150830T123600Z` in UTC, and its day.
struct AWSMoment {
    let text: String
    let day: String

    init(_ unixSeconds: Int) {
        let (days, rest) = (unixSeconds / 86_400, unixSeconds % 86_400)
        let date = Self.date(days)
        day = Self.padded(date.year, 4) + Self.padded(date.month, 2) + Self.padded(date.day, 2)
        text = "\(day)T" + Self.padded(rest / 3_600, 2) + Self.padded(rest / 60 % 60, 2) + Self.padded(rest % 60, 2) + "Z"
    }

    /// The date that many days after 1970-01-01, in the Gregorian calendar, whose years are counted from March so that the leap day
    /// comes last; 400 years have 146,097 days.
    private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let (era, dayOfEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, day)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
