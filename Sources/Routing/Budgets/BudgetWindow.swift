internal import Primitives

/// How long a budget lasts before it opens again: a stretch of the calendar, in UTC.
package enum BudgetWindow: String, Sendable, CaseIterable {
    case minute, hour, day, month

    /// One such stretch, in Unix seconds.
    package struct Span: Sendable, Equatable {
        package let start: Int
        /// The second with which the next one begins; nil where it has no end.
        package let end: Int?

        package init(start: Int, end: Int?) {
            self.start = start
            self.end = end
        }

        /// That of a budget without window.
        package static let open = Span(start: 0, end: nil)

        package func isOver(at now: Int) -> Bool { end.map { $0 <= now } ?? false }
    }

    /// The stretch that `now` lies in.
    package func span(at now: Int) -> Span {
        switch self {
        case .minute: Self.span(of: 60, at: now)
        case .hour: Self.span(of: 3_600, at: now)
        case .day: Self.span(of: 86_400, at: now)
        case .month: Self.month(at: now)
        }
    }

    private static func span(of seconds: Int, at now: Int) -> Span {
        let start = now / seconds * seconds
        return Span(start: start, end: start + seconds)
    }

    private static func month(at now: Int) -> Span {
        let date = Day.date(at: now)
        let start = now / 86_400 * 86_400 - (date.day - 1) * 86_400
        return Span(start: start, end: start + Day.days(of: date.month, in: date.year) * 86_400)
    }
}
