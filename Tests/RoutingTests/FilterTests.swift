import Conversation
import Primitives
import Routing
import Testing

@Suite("Why candidates fall")
struct FilterTests {
    @Test("No key: the rest goes on, and the text says whose turn it is")
    func keys() throws {
        let record = Decision.decide(try Desk.table(), Desk.query("tier/balanced"))
        #expect(record.models == ["gpt"])
        #expect(record.falls == [
            "groq/llama: no key for provider groq: the caller has to bring one", "mistral/large: no key for provider mistral",
        ])
    }

    @Test("Abilities that are missing are all named, and unknown abilities are tried")
    func abilities() throws {
        let table = try Desk.table()
        let audio = Decision.decide(table, Desk.query("tier/spread") { $0.facts.needs = [.images, .audio, .tools] })
        #expect(audio.models == ["gpt"])
        #expect(audio.falls == ["opus: cannot do audio", "small: cannot do images, audio"])
    }

    @Test("The context has to hold the input and the output that is wanted, as far as the model can write it")
    func context() throws {
        let table = try Desk.table()
        func models(input: Int, output: Int?) -> DecisionRecord {
            Decision.decide(table, Desk.query("tier/internal") {
                $0.facts.estimatedInputTokens = input
                $0.facts.maxOutputTokens = output
            })
        }
        #expect(models(input: 32_000, output: nil).models == ["small"])
        #expect(models(input: 32_001, output: nil).falls == ["small: context too small: needs about 32001 of 32000 tokens"])
        #expect(models(input: 31_000, output: 1000).models == ["small"])
        #expect(models(input: 31_000, output: 1001).falls == ["small: context too small: needs about 32001 of 32000 tokens"])
        // The model writes 4,000 at most, so a caller that allows more costs no more room.
        #expect(models(input: 28_000, output: 1_000_000).models == ["small"])
        #expect(models(input: 28_001, output: .max).error?.kind == .contextOverflow)
        #expect(models(input: .max, output: .max).error?.kind == .contextOverflow)
        #expect(models(input: .min, output: .min).models == ["small"])
    }

    @Test("A model that the caller may not use falls, and one that it names is refused")
    func allowedModels() throws {
        let table = try Desk.table()
        let spread = Decision.decide(table, Desk.query("tier/spread") { $0.policy.models = ["small"] })
        #expect(spread.models == ["small"])
        #expect(spread.falls == ["opus: this caller may not use it", "gpt: this caller may not use it"])
        let named = Decision.decide(table, Desk.query("opus") { $0.policy.models = ["small"] })
        #expect(named.error?.kind == .refused)
        #expect(named.reason == "no model of the caller's choice can answer: opus: this caller may not use it")
    }

    @Test("A provider that failed is left alone, and the text says for how long")
    func cooling() throws {
        let table = try Desk.table()
        let query = Desk.query("tier/frontier") {
            $0.health.failed("anthropic", "opus", fault: Fault(.rate, message: "", retryAfter: .milliseconds(20_500)), key: .own, now: $0.now)
        }
        let record = Decision.decide(table, query)
        #expect(record.models == ["gpt"])
        #expect(record.falls == ["opus: provider anthropic asked to be left alone for another 21 s"])
        #expect(record.reason == "the caller asked for tier frontier; gpt is the first that can answer, 1 was rejected")
        var later = query
        later.now = query.now + .milliseconds(20_500)
        #expect(Decision.decide(table, later).models == ["opus", "gpt"])
    }

    @Test("When nothing else is left, a pause that shunt guessed yields, the soonest due first; one that was asked for holds")
    func lastResort() throws {
        let table = try Desk.table()
        let fault = Fault(.provider, status: 500, message: "")
        let query = Desk.query("tier/frontier") {
            $0.health.failed("anthropic", "opus", fault: fault, key: .own, now: $0.now)
            $0.health.failed("anthropic", "opus", fault: fault, key: .own, now: $0.now)
            $0.health.failed("openai", "gpt", fault: fault, key: .own, now: $0.now)
        }
        let record = Decision.decide(table, query)
        #expect(record.models == ["gpt", "opus"])
        #expect(record.preference == .lastResort)
        #expect(record.reason == "the caller asked for tier frontier; gpt failed lately but is due the soonest of all that could answer")
        #expect(record.rejected.isEmpty)

        var asked = query
        asked.health.failed("openai", "gpt", fault: Fault(.rate, message: "", retryAfter: .seconds(30)), key: .own, now: query.now)
        #expect(Decision.decide(table, asked).models == ["opus"])
        asked.health.failed("anthropic", "opus", fault: Fault(.rate, message: "", retryAfter: .seconds(90)), key: .own, now: query.now)
        let none = Decision.decide(table, asked)
        #expect(none.error?.kind == .unavailable)
        guard case .noCandidate(_, let rejections, let retryAfter) = none.error else { return #expect(Bool(false), "another error") }
        #expect(rejections.count == 2)
        #expect(retryAfter == .seconds(30))
    }

    @Test("A last resort that cannot do the work stays out")
    func lastResortFiltered() throws {
        let record = Decision.decide(
            try Desk.table(),
            Desk.query("tier/frontier") {
                $0.facts.needs = .audio
                $0.health.failed("anthropic", "opus", fault: Fault(.provider, message: ""), key: .own, now: $0.now)
                $0.health.failed("openai", "gpt", fault: Fault(.provider, message: ""), key: .own, now: $0.now)
            })
        #expect(record.models == ["gpt"])
        #expect(record.falls == ["opus: cannot do audio"])
    }

    @Test(
        "With nobody left the error is the one that is nearest to a cure",
        arguments: [
            ([.notAllowed], .refused), ([.notAllowed, .noKey], .noKey), ([.noKey, .cannot(.audio)], .unsupported),
            ([.cannot(.audio), .contextTooSmall(needs: 2, holds: 1)], .contextOverflow),
            ([.contextTooSmall(needs: 2, holds: 1), .cooling(left: .seconds(1), asked: true)], .unavailable), ([], .unavailable),
        ] as [([Rejection.Reason], DecisionError.Kind)])
    func kinds(reasons: [Rejection.Reason], kind: DecisionError.Kind) throws {
        let model = try #require(try Desk.table().models.first)
        let rejections = reasons.map { Rejection(model: model, reason: $0) }
        #expect(DecisionError.noCandidate(of: "tier x", rejections, retryAfter: nil).kind == kind)
    }
}
