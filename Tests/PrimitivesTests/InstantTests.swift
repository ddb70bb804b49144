import Primitives
import Testing

@Suite("Instants and durations")
struct InstantTests {
    @Test("Time adds up, and stays at its ends instead of wrapping")
    func sums() {
        let start = Instant(nanoseconds: 5)
        #expect((start + .seconds(2)).nanoseconds == 2_000_000_005)
        #expect((start + .nanoseconds(-10)).nanoseconds == -5)
        #expect((start + .seconds(Int64.max)).nanoseconds == .max)
        #expect((Instant(nanoseconds: -5) + .seconds(Int64.min)).nanoseconds == .min)
        #expect(Instant(nanoseconds: .max) - Instant(nanoseconds: .min) == .nanoseconds(Int64.max) - .nanoseconds(Int64.min))
        #expect(start < start + .nanoseconds(1))
    }

    @Test("Durations become whole units towards zero, within range")
    func units() {
        #expect(Duration.milliseconds(1500).inNanoseconds == 1_500_000_000)
        #expect(Duration.microseconds(1999).inMilliseconds == 1)
        #expect(Duration.microseconds(-1999).inMilliseconds == -1)
        #expect(Duration.seconds(Int64.max).inNanoseconds == .max)
        #expect(Duration.seconds(Int64.min).inNanoseconds == .min)
    }
}
