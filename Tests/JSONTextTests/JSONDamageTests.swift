import JSONText
import Primitives
import TestKit
import Testing

@Suite("JSON under damage")
struct JSONDamageTests {
    private static let seeds = [
        #"{"id":"chatcmpl-1","choices":[{"index":0,"delta":{"content":"h\u00e9\n \ud83d\ude00"},"finish_reason":null}],"usage":{"a":1.5e3,"b":-0}}"#,
        #"[[],{},"\\","\"",0.1,1E-2, "é" ,{"a":{"b":[1,2]}},true , false,null]"#, #""x""#, "-12.5e+3", " true ",
    ]

    @Test("Whatever is accepted can be written again from its parts and means the same")
    func agreement() throws {
        var generator = SeededGenerator(seed: 2)
        var accepted = 0
        for _ in 0..<20_000 {
            let text = Mutation.of(Bytes(Self.seeds.randomElement(using: &generator)!.utf8), using: &generator)
            guard let root = try? JSONDocument.parse(text).root else { continue }
            accepted += 1
            let once = rewritten(root)
            #expect(rewritten(try JSONDocument.parse(once).root) == once)
            #expect(plain(root) == plain(try JSONDocument.parse(once).root))
        }
        #expect(accepted > 1000)
    }

    @Test("A text parses alike where it lies and as a copy, whatever bytes follow it")
    func room() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<20_000 {
            let text = Mutation.of(Bytes(Self.seeds.randomElement(using: &generator)!.utf8), using: &generator)
            // Room for the padding, with bytes left in it that would change the meaning.
            var roomy = text + Bytes(String(repeating: "0\"]},1e", count: 20).utf8)
            roomy.removeLast(roomy.count - text.count)
            let between = Bytes("\"[".utf8) + text + Bytes("0]}\"".utf8)
            let (first, second) = (outcome(roomy[...]), outcome(between[2..<2 + text.count]))
            #expect(first == second)
            #expect(first == outcome(Bytes(text)[...]))
        }
    }

    @Test("Every prefix of a sound text is refused as unfinished, or sound itself")
    func prefixes() throws {
        let text = Bytes(Self.seeds[0].utf8)
        for length in 0..<text.count {
            #expect(throws: JSONError.self) { try JSONDocument.parse(text[..<length]) }
        }
    }

    @Test("Recorded bodies are accepted and mean the same when written again", .enabled(if: Fixtures.available, "\(Fixtures.absence)"))
    func recorded() throws {
        let cases = Fixtures.cases
        #expect(!cases.isEmpty)
        for exchange in cases {
            for body in [try exchange.request(), exchange.format == "json" ? try exchange.answer() : nil] {
                guard let body else { continue }
                let root = try JSONDocument.parse(body).root
                #expect(plain(try JSONDocument.parse(rewritten(root)).root) == plain(root), "\(exchange)")
            }
        }
    }

    @Test("Threads do not disturb one another")
    func threads() async throws {
        let text = Self.seeds[0]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for turn in 0..<500 {
                        let number = task * 1000 + turn
                        let root = try JSONDocument.parse("[\(number),\(text)]").root
                        #expect(root.elements.first { _ in true }?.int == number)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func outcome(_ text: ByteSlice) -> String {
        do throws(JSONError) {
            return plain(try JSONDocument.parse(text).root)
        } catch {
            return "\(error)"
        }
    }

    private func rewritten(_ value: JSONValue) -> Bytes {
        var writer = JSONWriter()
        write(value, &writer)
        return writer.bytes
    }

    private func write(_ value: JSONValue, _ writer: inout JSONWriter) {
        switch value.kind {
        case .object:
            writer.object {
                for member in value.members {
                    $0.key(member.key.text)
                    write(member.value, &$0)
                }
            }
        case .array: writer.array { for element in value.elements { write(element, &$0) } }
        case .string: writer.value(value.string ?? "")
        case .number: writer.number(value.number ?? "")
        case .true, .false: writer.value(value.bool ?? false)
        case .null: writer.null()
        }
    }

    /// What a value means, as text.
    private func plain(_ value: JSONValue) -> String {
        switch value.kind {
        case .object: "{" + value.members.map { "\($0.key.text.debugDescription):\(plain($0.value))" }.joined(separator: ",") + "}"
        case .array: "[" + value.elements.map(plain).joined(separator: ",") + "]"
        case .string: (value.string ?? "").debugDescription
        default: value.raw.text
        }
    }
}
