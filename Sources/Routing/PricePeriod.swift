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
}
