import Conversation
import Foundation
import Primitives
import Routing
import Settings
import Testing

@Suite("Money is exact from text to sum")
struct ExactnessTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What prices and costs go through, from the text of a table to the row of the ledger.
    private static let way = [
        "Sources/TOMLText/", "Sources/Primitives/", "Sources/Settings/", "Sources/Conversation/", "Sources/Routing/", "Sources/Exchange/",
        "Sources/Upstream/", "Sources/Ledger/", "Sources/Gateway/SettlementWriter.swift",
    ]

    /// Where numbers are no money: forecasts of calls and pauses, and weights of hashing.
    private static let elsewhere = ["Sources/Routing/Cache/", "Sources/Routing/Rendezvous.swift"]

    @Test("Binary floating point is nowhere on its way")
    func noFloatingPoint() throws {
        let sources = Self.package.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)).compactMap { $0 as? URL }
        let swift = files.filter { $0.pathExtension == "swift" }.map { String($0.path.dropFirst(Self.package.path.count + 1)) }
        let looked = swift.filter { path in Self.way.contains(where: path.hasPrefix) && !Self.elsewhere.contains(where: path.hasPrefix) }
        #expect(looked.contains("Sources/Routing/Pricing.swift") && looked.contains("Sources/Settings/PriceSchema.swift"))
        for path in looked {
            let text = try String(contentsOf: Self.package.appending(path: path), encoding: .utf8)
            let found = text.firstMatch(of: /(?m)^[^\/\n]*\b(Double|Float|CGFloat)\b|\.double\b/)
            #expect(found == nil, "\(path): \(found.map { String($0.output.0) } ?? "")")
        }
    }

    /// Cost in picodollars of `usage` at a price as a table writes it.
    private static func cost(_ usage: Usage, _ price: String, at time: String = "2026-01-01", minute: Int = 0) throws -> String? {
        let table = "schema = 1\n[models.\"a/m\"]\nprice = \(price)"
        let model = try #require(try Settings.loadTable(Bytes(table.utf8), file: "t", providers: nil).models.first)
        return Pricing.cost(of: usage, at: model.price, time: (Day.seconds(time) ?? 0) + minute * 60)?.description
    }

    @Test("A price of each kind that a table may write comes out by hand")
    func kinds() throws {
        var usage = Usage(input: 10, output: 3)
        #expect(try Self.cost(usage, "{ input = 0.1, output = 0.3 }") == "0.0000019")
        #expect(try Self.cost(usage, "{ input = \"0.000001\", output = 1e-6 }") == "0.000000000013")
        // By the request, and by the call of a tool.
        #expect(try Self.cost(usage, "{ input = 0, output = 0, request = 0.012 }") == "0.012")
        usage.toolRequests = 3
        #expect(try Self.cost(usage, "{ input = 0, output = 0, tool_request = 0.01 }") == "0.03")
        #expect(try Self.cost(usage, "{ input = 0, output = 0 }") == nil)
        // Sounds and pictures.
        usage = Usage(input: 0, output: 0)
        (usage.audioInput, usage.audioCacheRead, usage.audioOutput, usage.imageInput, usage.imageOutput) = (1, 2, 3, 4, 5)
        let media = "audio_input = 1, audio_cache_read = 0.1, audio_output = 2, image_input = 3, image_output = 4"
        #expect(try Self.cost(usage, "{ input = 9, output = 9, \(media) }") == "0.0000392")
        // By how long it stays in the cache.
        usage = Usage(input: 1, cacheRead: 10, cacheWrite5m: 100, cacheWrite1h: 1000, output: 0)
        #expect(try Self.cost(usage, "{ input = 1, output = 1, cache_read = 0.1, cache_write = 1.25, cache_write_1h = 2 }") == "0.002127")
    }

    @Test("Lengths, hours and days choose the rates")
    func times() throws {
        let steps = "{ input = 1, output = 1, steps = [{ above = 100, input = 2 }] }"
        #expect(try Self.cost(Usage(input: 100, output: 1), steps) == "0.000101")
        #expect(try Self.cost(Usage(input: 101, output: 1), steps) == "0.000203")
        let usage = Usage(input: 1, output: 0)
        let daily = "{ input = 1, output = 1, periods = [{ daily = \"16:30-00:30\", input = 0.5, output = 0.5 }] }"
        #expect(try Self.cost(usage, daily, minute: 16 * 60 + 29) == "0.000001")
        #expect(try Self.cost(usage, daily, minute: 16 * 60 + 30) == "0.0000005")
        #expect(try Self.cost(usage, daily, minute: 29) == "0.0000005")
        #expect(try Self.cost(usage, daily, minute: 30) == "0.000001")
        let dated = "{ input = 2, output = 2, periods = [{ from = \"2026-09-01\", until = \"2026-10-01\", input = 3, output = 3 }] }"
        #expect(try Self.cost(usage, dated, at: "2026-08-31", minute: 1439) == "0.000002")
        #expect(try Self.cost(usage, dated, at: "2026-09-01") == "0.000003")
        #expect(try Self.cost(usage, dated, at: "2026-10-01") == "0.000002")
    }
}
