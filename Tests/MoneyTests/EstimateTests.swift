import Conversation
import Dialects
import Primitives
import Routing
import TestKit
import Testing

/// How far estimates are from what providers counted, over the recorded answers: the figures that ``Conversation/TextMeasure`` states.
@Suite("Estimated tokens are within their stated error", .enabled(if: Fixtures.available, "shared/fixtures is not here: estimates are not held against counts"))
struct EstimateTests {
    /// An answer whose text is all that was written, with what its provider counted.
    private struct Sample {
        let model: ModelID
        let answer: AnswerMeasure
        let counted: Int
        let usage: Usage
    }

    /// Answers too short to tell anything are left out, and so are those that hold more than is shown: hidden thoughts, a provider's own tools, another
    /// model's work, text that was taken back.
    private static func samples() throws -> [Sample] {
        try Fixtures.cases.filter { $0.status == 200 && !hidden.contains($0.path) }.compactMap { item in
            let events = try SettledFixtureTests.events(item)
            var measure = AnswerMeasure()
            var usage: Usage?
            for event in events {
                measure.add(event)
                if case .usage(let told) = event { usage = told }
            }
            guard let usage, !measure.isPartial, usage.toolRequests == 0, usage.reasoning == 0 || measure.thoughts.tokens == 0 else { return nil }
            guard usage.output >= 30, measure.tokens > 0 else { return nil }
            return Sample(model: ModelID(item.model.isEmpty ? item.path : item.model), answer: measure, counted: usage.output, usage: usage)
        }
    }

    private static let hidden: Set<String> = [
        // Blocked after its first words, which alone were given.
        "gemini/vertex/firebase-streaming-failure-finish-reason-safety-0",
        // Thoughts that are counted as output and not told.
        "anthropic-messages/ellmer-vcr-anthropic-tool-image-3",
        // Cut out of a longer recording.
        "openai-chat/perplexity/vercel-perplexity-text-0",
        // Text that was taken back as recited.
        "gemini/firebase-streaming-failure-recitation-no-content-0",
        // Several models at work behind one answer.
        "openai-chat/groq/pai-groq-model-web-search-tool-0",
    ]

    private static func errors(_ samples: [Sample], _ estimate: (Sample) -> Int) -> [Double] {
        samples.map { abs(Double(estimate($0)) / Double($0.counted) - 1) }.sorted()
    }

    private static func share(_ errors: [Double], within bound: Double) -> Double { Double(errors.count { $0 <= bound }) / Double(errors.count) }

    @Test("Two of three plain estimates are within a quarter, four of five within a half")
    func plain() throws {
        let samples = try Self.samples()
        let errors = Self.errors(samples) { $0.answer.tokens }
        print("\(errors.count) answers: half within \(errors[errors.count / 2]), within a quarter \(Self.share(errors, within: 0.25)), within a half \(Self.share(errors, within: 0.5))")
        #expect(errors.count > 50)
        #expect(Self.share(errors, within: 0.25) >= 2.0 / 3)
        #expect(Self.share(errors, within: 0.5) >= 0.8)
    }

    /// Models of one maker stand for one, as there are too few answers of each.
    private static func maker(_ sample: Sample) -> ModelID? {
        ["claude", "gpt", "gemini", "nova", "deepseek"].first { sample.model.text.contains($0) }.map { ModelID($0) }
    }

    @Test("With what was learnt of a maker's other answers they are better")
    func learnt() throws {
        let samples = try Self.samples()
        let known = samples.filter { sample in samples.count { Self.maker($0) == Self.maker(sample) } > 2 && Self.maker(sample) != nil }
        let plain = Self.errors(known) { $0.answer.tokens }
        let learnt = Self.errors(known) { sample in
            var estimates = TokenEstimates()
            let maker = Self.maker(sample) ?? sample.model
            for other in samples where Self.maker(other) == maker && other.answer != sample.answer {
                estimates.learn(maker, estimate: nil, other.answer, other.usage)
            }
            return estimates.output(sample.answer.tokens, for: maker)
        }
        let mean = { (errors: [Double]) in errors.reduce(0, +) / Double(errors.count) }
        print("\(known.count) answers: mean error \(mean(plain)) plain, \(mean(learnt)) learnt")
        #expect(mean(learnt) < mean(plain))
    }
}
