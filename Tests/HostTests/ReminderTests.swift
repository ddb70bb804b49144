import Primitives
import Telemetry
import Testing

@Suite("A reminder")
struct ReminderTests {
    private static func moment(_ seconds: Int64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

    @Test("is due at once, then after each interval, and at once again when it had ended")
    func intervals() {
        var reminder = Reminder(every: .seconds(10))
        let isDue = [0, 1, 9, 10, 11, 25, 26].map { reminder.isDue(at: Self.moment($0)) }
        #expect(isDue == [true, false, false, true, false, true, false])
        let ends = [reminder.end(), reminder.end()]
        #expect(ends == [true, false])
        let isDueAgain = reminder.isDue(at: Self.moment(27))
        #expect(isDueAgain)
    }
}
