import Primitives
import Testing

@Suite("Days")
struct DayTests {
    @Test("A day is written as it is read")
    func days() {
        for day in ["1970-01-01", "1999-12-31", "2000-02-29", "2024-02-29", "2026-03-01", "2100-02-28", "2100-03-01", "9999-12-31"] {
            #expect(Day.seconds(day).map { Day.text($0) } == day)
            #expect(Day.seconds(day).map { Day.text($0 + 86_399) } == day)
        }
        for number in stride(from: 0, to: 2_932_896, by: 61) { #expect(Day.seconds(Day.text(number * 86_400)) == number * 86_400) }
    }

    @Test("A time of day is written as it is read")
    func minutes() {
        for minute in 0...1440 { #expect(Day.minute(Day.text(minute: minute)) == minute) }
    }

    @Test("A point in time is read to the millisecond, from any zone", arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-09-01T12:00:00Z", 1_788_264_000_000), ("2026-09-01T12:00:00.5Z", 1_788_264_000_500),
        ("2026-09-01T12:00:07.123456789Z", 1_788_264_007_123), ("2026-09-01T14:00:00+02:00", 1_788_264_000_000),
        ("2026-09-01T06:30:00.25-05:30", 1_788_264_000_250), ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ])
    func times(text: String, milliseconds: Int) {
        #expect(Day.milliseconds(text) == milliseconds)
    }

    @Test("What is no point in time is none", arguments: [
        "", "T", "2026-09-01", "2026-09-01T", "2026-09-01T12:00Z", "2026-09-01T12:00:00", "2026-09-01T12:00:0Z", "2026-09-01T12:00:00.Z", "2026-09-01T12:00:61Z",
        "2026-09-01T12:60:00Z", "2026-02-30T12:00:00Z", "2026-09-01T12:00:00+2", "2026-09-01T12:00:00ZZ", "2026-09-01T-1:00:00Z", "1970-01-01T00:00:00+01:00",
        "２０２６-09-01T12:00:00Z", "2026-09-01T12:00:00.１Z", "9223372036854775807T12:00:00Z",
    ])
    func noTimes(text: String) {
        #expect(Day.milliseconds(text) == nil)
    }
}
