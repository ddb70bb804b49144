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
}
