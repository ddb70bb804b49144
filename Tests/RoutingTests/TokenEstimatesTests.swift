import Conversation
import Primitives
import Routing
import Testing

@Suite("Estimated tokens")
struct TokenEstimatesTests {
    static func answer(_ text: String, thoughts: String = "") -> AnswerMeasure {
        var measure = AnswerMeasure()
        measure.add(.text(text))
        if !thoughts.isEmpty { measure.add(.reasoning(thoughts)) }
        return measure
    }

    static let text = String(repeating: "The quick brown fox. ", count: 100)
    static let tokens = answer(text).tokens

    @Test("A model of which nothing is known is taken at the plain estimate")
    func plain() {
        let estimates = TokenEstimates()
        #expect(estimates.input(1000, for: "m") == 1000)
        #expect(estimates.output(10, for: "m") == 10)
    }

    @Test("A model that counts twice as much is soon known for it, and others are not")
    func learnt() {
        var estimates = TokenEstimates()
        for _ in 0..<20 { estimates.learn("m", estimate: 4000, Self.answer(Self.text), Usage(input: 8000, output: Self.tokens * 2)) }
        #expect((1950...2000).contains(estimates.input(1000, for: "m")))
        #expect((1900...2000).contains(estimates.output(1000, for: "m")))
        #expect(estimates.input(1000, for: "other") == 1000)
    }

    @Test("What counts later counts more, however much was counted before")
    func latest() {
        var estimates = TokenEstimates()
        for _ in 0..<1000 { estimates.learn("m", estimate: 10_000, Self.answer(Self.text), Usage(input: 20_000, output: 0)) }
        for _ in 0..<100 { estimates.learn("m", estimate: 10_000, Self.answer(Self.text), Usage(input: 10_000, output: 0)) }
        #expect((10_000...12_000).contains(estimates.input(10_000, for: "m")))
    }

    @Test("Nothing is learnt of estimates, of little, of what no tokenizer explains, and of answers that hold what cannot be seen")
    func unfit() {
        var estimates = TokenEstimates()
        var estimated = Usage(input: 8000, output: 2000)
        estimated.estimated = true
        estimates.learn("m", estimate: 4000, Self.answer(Self.text), estimated)
        estimates.learn("m", estimate: 100, Self.answer("a"), Usage(input: 200, output: 3))
        estimates.learn("m", estimate: 10, Self.answer("a"), Usage(input: 2000, output: 2000))
        var sealed = Self.answer(Self.text)
        sealed.add(.opaque("{}"))
        estimates.learn("m", estimate: nil, sealed, Usage(input: 2000, output: Self.tokens * 2))
        var searched = Usage(input: 8000, output: 0)
        searched.toolRequests = 1
        estimates.learn("m", estimate: 4000, Self.answer(""), searched)
        #expect(estimates.input(1000, for: "m") == 1000)
        #expect(estimates.output(1000, for: "m") == 1000)
    }

    @Test("Thoughts that are counted apart are not held against the text that is shown of them")
    func thoughts() {
        var estimates = TokenEstimates()
        let answer = Self.answer(Self.text, thoughts: "A summary.")
        for _ in 0..<20 { estimates.learn("m", estimate: nil, answer, Usage(input: 1, output: Self.tokens, reasoning: 5000)) }
        #expect(estimates.output(1000, for: "m") == 1000)
    }

    @Test("The models of most calls ago are forgotten first")
    func bounded() {
        var estimates = TokenEstimates(capacity: 2)
        for model: ModelID in ["a", "b", "a", "c"] { estimates.learn(model, estimate: 4000, Self.answer(""), Usage(input: 8000, output: 0)) }
        #expect(estimates.count == 2)
        #expect(estimates.input(1000, for: "a") > 1000)
        #expect(estimates.input(1000, for: "b") == 1000)
    }

    @Test("A call whose usage was told is as told; what was told before a cut goes on with what came since; and what was never told is estimated")
    func usages() {
        let estimates = TokenEstimates()
        let told = Usage(input: 100, cacheRead: 50, output: 7)
        #expect(estimates.usage("m", estimate: 999, told: told, since: Self.answer("abcd"), isCut: false) == told)
        let cut = estimates.usage("m", estimate: 999, told: told, since: Self.answer(Self.text, thoughts: Self.text), isCut: true)
        #expect((cut.input, cut.cacheRead, cut.output, cut.reasoning) == (100, 50, 7 + Self.tokens, Self.tokens))
        #expect(cut.estimated)
        #expect(!estimates.usage("m", estimate: 999, told: told, since: AnswerMeasure(), isCut: true).estimated)
        let silent = estimates.usage("m", estimate: 999, told: nil, since: Self.answer(Self.text), isCut: false)
        #expect((silent.input, silent.output, silent.estimated) == (999, Self.tokens, true))
        let started = estimates.usage("m", estimate: 999, told: Usage(input: 100, output: 0), since: Self.answer(Self.text), isCut: false)
        #expect((started.input, started.output, started.estimated) == (100, Self.tokens, true))
    }
}
