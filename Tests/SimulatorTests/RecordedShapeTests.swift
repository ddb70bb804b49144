import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

/// The simulator's events beside those that the real services sent: every member that all recorded events of a kind have is there, and
/// there is none that no recorded one has.
@Suite("Shapes of the simulator, beside recorded ones", .enabled(if: Fixtures.available, Comment(rawValue: Fixtures.absence)))
struct RecordedShapeTests {
    @Test("events of responses", arguments: ["tokens=3", "tokens=3&reasoning=3", "tool=weather&arguments={\"a\":1}", "tokens=3&finish=max_output_tokens"])
    func responses(script: String) async throws {
        let recorded = try Shapes(of: Fixtures.cases.filter { $0.api == "openai-responses" && ["openai", "azure"].contains($0.dialect) && $0.format == "sse" }) { $0["type"]?.string }
        try await compare(.responses, script, recorded) { $0["type"]?.string }
    }

    @Test("events of messages", arguments: ["tokens=3", "tokens=3&reasoning=3", "tool=weather&arguments={\"a\":1}"])
    func messages(script: String) async throws {
        let recorded = try Shapes(of: Fixtures.cases.filter { $0.api == "anthropic-messages" && $0.format == "sse" }) { $0["type"]?.string }
        try await compare(.messages, script, recorded) { $0["type"]?.string }
    }

    @Test("chunks of chat completions", arguments: ["tokens=3", "tool=weather&arguments={\"a\":1}"])
    func chat(script: String) async throws {
        let recorded = try Shapes(of: Fixtures.cases.filter { $0.api == "openai-chat" && $0.dialect == "openai" && $0.format == "sse" }) { $0["object"]?.string }
        try await compare(.chat, script, recorded) { $0["object"]?.string }
    }

    @Test("chunks of Gemini", arguments: ["tokens=3", "tokens=3&reasoning=3", "tool=weather&arguments={\"a\":1}"])
    func gemini(script: String) async throws {
        let recorded = try Shapes(of: Fixtures.cases.filter { $0.api == "gemini" && $0.format == "sse" && !$0.path.contains("firebase") }) { _ in "chunk" }
        try await compare(.gemini, script, recorded) { _ in "chunk" }
    }

    @Test("frames of Converse", arguments: ["tokens=3", "tokens=3&reasoning=3", "tool=weather&arguments={\"a\":1}"])
    func converse(script: String) async throws {
        var recorded = Shapes()
        for exchange in Fixtures.cases where exchange.api == "bedrock-converse" && exchange.format == "eventstream" {
            for frame in try Frames.parse(try exchange.answer()) { recorded.add(frame.fields[":event-type"] ?? "", try JSONDocument.parse(frame.payload).root) }
        }
        try await onLoop { [recorded] in
            try await withSimulator { _, client in
                let frames = try Frames.parse(try await client.ask(.converse, "sim", stream: true, fields: ["x-simulator: \(script)"]).body)
                #expect(frames.allSatisfy { $0.fields[":message-type"] == "event" && $0.fields[":content-type"] == "application/json" })
                for frame in frames { recorded.check(frame.fields[":event-type"] ?? "", try JSONDocument.parse(frame.payload).root) }
            }
        }
    }

    private func compare(_ service: Service, _ script: String, _ recorded: Shapes, kind: @escaping @Sendable (JSONValue) -> String?) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let events = try service.events(try await client.ask(service, "sim", stream: true, fields: ["x-simulator: \(script)"]).body)
                #expect(!events.isEmpty)
                for event in events {
                    let event = try #require(event)
                    recorded.check(try #require(kind(event)), event)
                }
            }
        }
    }
}

/// Which members the objects of each kind have.
struct Shapes: Sendable {
    private(set) var always: [String: Set<String>] = [:]
    private(set) var ever: [String: Set<String>] = [:]

    init() {}

    /// The events of recorded streams; those of no kind are left out.
    init(of cases: [FixtureCase], kind: (JSONValue) -> String?) throws {
        for exchange in cases {
            for line in try exchange.answer().split(separator: UInt8(ascii: "\n")) where line.starts(with: "data: {".utf8) {
                guard let event = try? JSONDocument.parse(line.dropFirst(6)).root, let kind = kind(event) else { continue }
                add(kind, event)
            }
        }
    }

    mutating func add(_ kind: String, _ event: JSONValue) {
        let members = Self.members(event)
        always[kind] = always[kind].map { $0.intersection(members) } ?? members
        ever[kind, default: []].formUnion(members)
    }

    func check(_ kind: String, _ event: JSONValue, _ location: SourceLocation = #_sourceLocation) {
        let members = Self.members(event)
        #expect(always[kind] != nil, "nothing of the kind \(kind) is recorded", sourceLocation: location)
        #expect((always[kind] ?? []).subtracting(members).isEmpty, "\(kind) lacks members", sourceLocation: location)
        // A member of a member may be one that the recorded requests did not lead to.
        let own = members.subtracting(ever[kind] ?? []).filter { !$0.contains(".") }
        #expect(own.isEmpty, "\(kind) has members of its own", sourceLocation: location)
    }

    /// Names, also of the members of members; what is padding only is left out.
    private static func members(_ event: JSONValue) -> Set<String> {
        var names: Set<String> = []
        for (key, value) in event.members where key.text != "obfuscation" && key.text != "p" {
            names.insert(key.text)
            for (inner, _) in value.members { names.insert("\(key.text).\(inner.text)") }
        }
        return names
    }
}
