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
            let fault = Fault(.rate, message: "", retryAfter: .milliseconds(20_500))
            _ = $0.health.failed(Health.Place("anthropic", "opus", as: "claude-opus-4-7", key: 0), fault, now: $0.now)
        }
        let record = Decision.decide(table, query)
        #expect(record.models == ["gpt"])
        #expect(record.falls == ["opus: provider anthropic asked to be left alone for another 21 s"])
        #expect(record.reason == "the caller asked for tier frontier; gpt is the first that can answer, 1 was rejected")
        var later = query
        later.now = query.now + .milliseconds(20_500)
        #expect(Decision.decide(table, later).models == ["opus", "gpt"])
    }

    @Test("When all that could answer are left alone, they are kept apart from those that could not, with the soonest time")
    func resting() throws {
        let table = try Desk.table()
        let query = Desk.query("tier/spread") {
            $0.facts.needs = .images
            for (provider, model, name, pause) in [("anthropic", "opus", "claude-opus-4-7", 90), ("openai", "gpt", "gpt-5.5", 30)] as [(ProviderName, ModelID, String, Int)] {
                let fault = Fault(.rate, message: "", retryAfter: .seconds(pause))
                _ = $0.health.failed(Health.Place(provider, model, as: name, key: 0), fault, now: $0.now)
            }
        }
        let record = Decision.decide(table, query)
        #expect(record.models.isEmpty)
        #expect(record.resting.map(\.model.id) == ["opus", "gpt"])
        #expect(record.falls.contains("small: cannot do images"))
        #expect(record.error?.kind == .unavailable)
        guard case .noCandidate(_, let rejections, let retryAfter) = record.error else { return #expect(Bool(false), "another error") }
        #expect(rejections.count == 3)
        #expect(retryAfter == .seconds(30))
    }

    @Test("A model that another request probes is not asked by a second one")
    func probing() throws {
        let query = Desk.query("tier/frontier") {
            let place = Health.Place("anthropic", "opus", as: "claude-opus-4-7", key: 0)
            _ = $0.health.failed(place, Fault(.silence, message: ""), now: Instant(nanoseconds: 0))
            _ = $0.health.begin(place, now: $0.now)
        }
        let record = Decision.decide(try Desk.table(), query)
        #expect(record.models == ["gpt"])
        #expect(record.falls == ["opus: provider anthropic failed lately and another request is trying it"])
    }

    @Test("Delivery is the mode's word, else the tier's")
    func delivery() throws {
        let table = try Desk.table {
            $0.tiers["internal"]?.conduct.delivery = .whole
            $0.deliveries = ["editing": .whole]
        }
        #expect(Decision.decide(table, Desk.query(mode: "background")).delivery == .whole)
        #expect(Decision.decide(table, Desk.query(mode: "code")).delivery == .whole)
        #expect(Decision.decide(table, Desk.query(mode: "debugging")).delivery == .stream)
        #expect(Decision.decide(table, Desk.query("tier/internal")).delivery == .whole)
        #expect(Decision.decide(table, Desk.query("opus")).delivery == .stream)
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

    @Test("A model that only has the same name in another table is not left alone with it")
    func otherModelOfThatName() throws {
        let table = try Desk.table()
        for (name, models) in [("claude-opus-4-7", ["gpt"]), ("claude-opus-5", ["opus", "gpt"])] {
            let query = Desk.query("tier/frontier") {
                _ = $0.health.failed(Health.Place("anthropic", "opus", as: name, key: 0), Fault(.silence, message: ""), now: $0.now)
            }
            #expect(Decision.decide(table, query).models == models)
        }
    }
}
