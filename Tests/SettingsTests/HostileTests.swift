import Conversation
import Primitives
import Routing
import Settings
import TestKit
import Testing

@Suite("Hostile settings")
struct HostileTests {
    /// Lines moved, doubled and dropped, and words put where others stood: damage that leaves sound TOML more often than bytes do.
    private static func shuffled(_ text: String, using generator: inout SeededGenerator) -> String {
        var lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        let words = ["\"gpt\"", "\"free\"", "-1", "0", "1e99", "[]", "{}", "true", "\"\"", "\"tier/x\"", "\"ollama/\"", "9223372036854775807", "\"reject\"", "1979-05-27", "nan"]
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            guard let place = lines.indices.randomElement(using: &generator), let other = lines.randomElement(using: &generator) else { break }
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(other, at: place)
            case 2: lines.swapAt(place, lines.indices.randomElement(using: &generator) ?? place)
            default:
                guard let equals = lines[place].firstIndex(of: "="), let word = words.randomElement(using: &generator) else { continue }
                lines[place] = "\(lines[place][...equals]) \(word)"
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test("A damaged table is a table that decides, or diagnostics with their places", arguments: [1, 2, 3, 4] as [UInt64])
    func tables(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = try ExampleTests.text("table.toml")
        let providers = try ExampleTests.snapshot().configuration.providers.mapValues(\.facts)
        var outcomes = (sound: 0, flawed: 0)
        for round in 0..<400 {
            let bytes = round % 2 == 0 ? Bytes(Self.shuffled(text, using: &generator).utf8) : Mutation.of(Bytes(text.utf8), using: &generator)
            do throws(SettingsError) {
                let table = try Settings.loadTable(bytes, file: "t", providers: providers)
                outcomes.sound += 1
                for name in table.requestableModels.prefix(20) {
                    var query = RouteQuery(facts: .init(), session: "s", now: Instant(nanoseconds: 0))
                    query.requestedModel = name
                    let record = Decision.decide(table, query)
                    #expect(record.candidates.isEmpty == (record.error != nil))
                    #expect(!record.reason.isEmpty)
                }
            } catch {
                outcomes.flawed += 1
                #expect(!error.diagnostics.isEmpty)
                #expect(error.diagnostics.count <= Limits.diagnostics + 1)
                #expect(error.diagnostics.allSatisfy { $0.file == "t" && !$0.message.isEmpty })
                // What only the compiler of tables finds would have no place.
                #expect(error.diagnostics.allSatisfy { $0.position != nil }, "\(error)")
            }
        }
        #expect(outcomes.sound > 10)
        #expect(outcomes.flawed > 10)
    }

    @Test("A damaged configuration is a configuration, or diagnostics", arguments: [5, 6] as [UInt64])
    func configurations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let text = try ExampleTests.text("shunt.toml")
        var outcomes = (sound: 0, flawed: 0)
        for round in 0..<400 {
            let bytes = round % 2 == 0 ? Bytes(Self.shuffled(text, using: &generator).utf8) : Mutation.of(Bytes(text.utf8), using: &generator)
            var sources = FakeSources()
            sources.files["/e/shunt.toml"] = bytes
            do throws(SettingsError) {
                _ = try Settings.loadConfiguration(path: "/e/shunt.toml", from: sources)
                outcomes.sound += 1
            } catch {
                outcomes.flawed += 1
                #expect(!error.diagnostics.isEmpty)
                #expect(error.diagnostics.allSatisfy { $0.file == "/e/shunt.toml" && !$0.message.isEmpty })
            }
        }
        #expect(outcomes.sound > 10)
        #expect(outcomes.flawed > 10)
    }

    @Test("A diagnostic never repeats a character that acts on a terminal")
    func terminals() {
        let escape = "\\u001b[2J\\u202e"
        let text = """
            schema = 1
            revision = "\(escape)"
            "\(escape)" = 1
            [modes]
            "\(escape)" = "\(escape)"
            editing = "\(escape)"
            [tiers."\(escape)"]
            models = ["\(escape)"]
            [tiers.free]
            models = ["gpt"]
            effort = "\(escape)"
            "\(escape)" = 1
            """
        do throws(SettingsError) {
            _ = try Settings.loadTable(Bytes(text.utf8), file: "t", providers: [:])
            #expect(Bool(false), "no mistake was found")
        } catch {
            #expect(error.diagnostics.count >= 8)
            for diagnostic in error.diagnostics {
                #expect(diagnostic.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202e}" }, "\(diagnostic)")
            }
        }
    }

    @Test("Ten thousand models load, one more does not")
    func largest() throws {
        func text(_ count: Int) -> Bytes {
            Bytes(("schema = 1\n" + (0..<count).map { "[models.m\($0)]\nprovider = \"p\"\n" }.joined()).utf8)
        }
        #expect(try Settings.loadTable(text(Limits.tableModels), file: "t", providers: nil).models.count == Limits.tableModels)
        do throws(SettingsError) {
            _ = try Settings.loadTable(text(Limits.tableModels + 1), file: "t", providers: nil)
            #expect(Bool(false), "too many models were taken")
        } catch {
            #expect(error.diagnostics.map(\.message) == ["there are \(Limits.tableModels + 1) entries in [models]; at most \(Limits.tableModels) are allowed"])
        }
        var long = text(1)
        long += Bytes(repeating: UInt8(ascii: "\n"), count: Limits.tableBytes)
        do throws(SettingsError) {
            _ = try Settings.loadTable(long, file: "t", providers: nil)
            #expect(Bool(false), "too long a table was taken")
        } catch {
            #expect(error.diagnostics.map(\.description) == ["t: is longer than \(Limits.tableBytes) bytes"])
        }
    }
}
