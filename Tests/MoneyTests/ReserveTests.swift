import Conversation
import Dialects
import Primitives
import Routing
import Settings
import TestKit
import Testing

/// Whether what budgets reserve for a request's input covers what its provider counted, over the recorded exchanges.
@Suite("What budgets reserve covers what is read", .enabled(if: Fixtures.available, "shared/fixtures is not here: reserves are not held against counts"))
struct ReserveTests {
    private struct Sample {
        let path: String
        let facts: RequestFacts
        let bytes: Int
        let usage: Usage
    }

    /// Those whose providers read what was sent and no more: no tools of their own, nothing kept of earlier turns.
    private static func samples() throws -> [Sample] {
        try Fixtures.cases.compactMap { item in
            guard item.status == 200, let body = try item.request(), let dialect = Dialect(rawValue: item.api) else { return nil }
            guard let facts = try? IncomingRequest.decode(body, dialect: dialect).facts, facts.boundBy == nil, !facts.asksForEmbeddings else { return nil }
            var usage: Usage?
            for case .usage(let told) in try SettledFixtureTests.events(item) { usage = told }
            guard let usage, usage.totalInput > 0, usage.toolRequests == 0, !item.features.contains(where: { $0.hasPrefix("server_tool") }) else { return nil }
            return Sample(path: item.path, facts: facts, bytes: body.count, usage: usage)
        }
    }

    @Test("to the last token, in every recorded request")
    func covers() throws {
        let table = "schema = 1\n[models.\"anthropic/m\"]\nprice = { input = 1, output = 2 }"
        let model = try #require(try Settings.loadTable(Bytes(table.utf8), file: "t", providers: nil).models.first)
        let samples = try Self.samples()
        #expect(samples.count > 100)
        for sample in samples {
            let reserved = WorstCase(sample.facts, bytes: sample.bytes, on: model).inputTokens
            #expect(reserved >= sample.usage.totalInput, "\(sample.path): \(sample.usage.totalInput) tokens, estimated \(sample.facts.estimatedInputTokens)")
        }
        let ratios = samples.filter { $0.facts.estimatedInputTokens >= 200 }.map { $0.usage.totalInput * 100 / $0.facts.estimatedInputTokens }.sorted()
        print("\(ratios.count) of \(samples.count) requests are long enough to tell: \(ratios.first ?? 0) to \(ratios.last ?? 0) tokens for a hundred estimated, half within \(ratios[ratios.count / 2])")
    }
}
