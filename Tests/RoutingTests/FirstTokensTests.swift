import Primitives
import Routing
import Testing

@Suite("Times to the first token")
struct FirstTokensTests {
    private func rule(_ percentile: Int, after: Duration) -> Conduct.Hedge {
        var rule = Conduct.Hedge()
        rule.percentile = percentile
        rule.after = after
        return rule
    }

    @Test("a percentile is that of the nearest rank, and told once enough times are known")
    func percentile() {
        var times = FirstTokens()
        for count in 1..<Limits.firstTokenSample {
            times.add("a", .milliseconds(count * 10))
            #expect(times.percentile(95, of: "a") == nil)
        }
        for count in Limits.firstTokenSample...100 { times.add("a", .milliseconds(count * 10)) }
        #expect(times.percentile(50, of: "a") == .milliseconds(500))
        #expect(times.percentile(95, of: "a") == .milliseconds(950))
        #expect(times.percentile(99, of: "a") == .milliseconds(990))
        #expect(times.percentile(95, of: "b") == nil)
    }

    @Test("the latest times count, and the older ones are forgotten")
    func latest() {
        var times = FirstTokens()
        for _ in 0..<Limits.firstTokens { times.add("a", .seconds(60)) }
        #expect(times.percentile(50, of: "a") == .seconds(60))
        for _ in 0..<Limits.firstTokens { times.add("a", .seconds(1)) }
        #expect(times.percentile(99, of: "a") == .seconds(1))
    }

    @Test("a model is waited for by what is known of it, and never less than the table says")
    func patience() {
        var times = FirstTokens()
        #expect(times.patience(with: "a", rule(95, after: .seconds(2))) == .seconds(2))
        for _ in 0..<Limits.firstTokenSample { times.add("a", .seconds(5)) }
        #expect(times.patience(with: "a", rule(95, after: .seconds(2))) == .seconds(5))
        #expect(times.patience(with: "a", rule(95, after: .seconds(9))) == .seconds(9))
    }

    @Test("no more models are remembered than the limit allows")
    func bounded() {
        var times = FirstTokens()
        for number in 0..<Limits.firstTokenModels {
            for _ in 0..<(number == 0 ? Limits.firstTokenSample : 1) { times.add(ModelID("m\(number)"), .seconds(1)) }
        }
        #expect(times.percentile(50, of: "m0") != nil)
        times.add("one more", .seconds(1))
        #expect(times.percentile(50, of: "m0") == nil)
    }
}
