internal import Conversation
package import JSONText
internal import Primitives
internal import Routing

/// A line that is no call of a trace.
package struct TraceError: Error, Sendable, Equatable {
    package let message: String

    package init(message: String) { self.message = message }
}

extension TraceCall {
    /// Reads one line; members that it does not know are for others.
    package init(_ line: JSONValue) throws(TraceError) {
        guard line.kind == .object else { throw TraceError(message: "a call is a JSON object") }
        guard let time = line["time"]?.int, time >= 0 else { throw TraceError(message: "\"time\" must be Unix milliseconds") }
        guard let session = line["session"]?.string, !session.isEmpty else { throw TraceError(message: "\"session\" must be a name") }
        let named = line["conversation"].flatMap { $0.isNull ? nil : $0 }
        guard let mark = named.map({ $0.string.flatMap(ConversationMark.init(text:)) }) ?? ConversationMark(value: 0) else {
            throw TraceError(message: "\"conversation\" must be up to 16 hexadecimal digits")
        }
        self.init(time: Int64(time), session: SessionID(session), conversation: mark)
        caller = line["caller"]?.string ?? ""
        mode = line["mode"]?.string.map { ModeName(folding: $0) }
        profile = line["profile"]?.string.map { ProfileName($0) }
        asked = line["asked"]?.string
        tier = line["tier"]?.string.map { TierName($0) }
        model = line["model"]?.string.map { ModelID($0) }
        provider = line["provider"]?.string.map { ProviderName($0) }
        effort = line["effort"]?.string.flatMap(Effort.init)
        maxOutput = line["max_output"]?.int
        estimate = line["estimate"]?.int
        status = line["status"]?.string ?? "ok"
        attempts = line["attempts"]?.int
        firstTokenMilliseconds = line["first_token_ms"]?.int
        durationMilliseconds = line["duration_ms"]?.int
        needs = try Self.needs(line["needs"])
        usage = try Self.usage(line["usage"])
        cost = try Self.cost(line["cost_usd"])
    }

    private static func needs(_ value: JSONValue?) throws(TraceError) -> Abilities {
        guard let value, !value.isNull else { return [] }
        var needs: Abilities = []
        for element in value.elements {
            guard let entry = Abilities.named.first(where: { $0.name == element.string }) else {
                throw TraceError(message: "\"needs\" lists one of \(Abilities.named.map(\.name).joined(separator: ", "))")
            }
            needs.insert(entry.ability)
        }
        return needs
    }

    private static func usage(_ value: JSONValue?) throws(TraceError) -> Usage? {
        guard let value, !value.isNull else { return nil }
        var usage = Usage()
        for (name, field) in Self.classes {
            guard let count = value.get(name), !count.isNull else { continue }
            guard let count = count.int, count >= 0 else { throw TraceError(message: "\"usage.\(name)\" must be a number of tokens") }
            usage[keyPath: field] = Usage.believable(count)
        }
        usage.estimated = value["estimated"]?.bool ?? false
        return usage
    }

    private static func cost(_ value: JSONValue?) throws(TraceError) -> Money? {
        guard let value, !value.isNull else { return nil }
        guard let picodollars = value.number.flatMap({ Decimal($0) })?.scaled(byPowerOfTen: Price.powerOfPicodollars) else {
            throw TraceError(message: "\"cost_usd\" must be US dollars")
        }
        return Money(picodollars: picodollars)
    }

    /// The classes of usage, by the names that answers give them too.
    static let classes: [(name: String, field: any WritableKeyPath<Usage, Int> & Sendable)] = [
        ("input", \.input), ("cache_read", \.cacheRead), ("cache_write_5m", \.cacheWrite5m), ("cache_write_1h", \.cacheWrite1h),
        ("output", \.output), ("reasoning", \.reasoning), ("audio_input", \.audioInput), ("audio_output", \.audioOutput),
        ("audio_cache_read", \.audioCacheRead), ("image_input", \.imageInput), ("image_output", \.imageOutput), ("tool_requests", \.toolRequests),
    ]
}

extension TraceCall {
    /// Appends the call as one JSON object, without what is not known of it.
    package func write(into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("time", time)
            writer.member("session", session.text)
            if !caller.isEmpty { writer.member("caller", caller) }
            let names = [
                ("mode", mode?.text), ("profile", profile?.text), ("asked", asked), ("tier", tier?.text), ("model", model?.text),
                ("provider", provider?.text), ("effort", effort?.rawValue),
            ]
            for (name, text) in names {
                guard let text else { continue }
                writer.key(name)
                writer.value(text)
            }
            writer.member("conversation", conversation.text)
            if !needs.isEmpty { writer.array("needs") { for entry in Abilities.named where needs.contains(entry.ability) { $0.value(entry.name) } } }
            for (name, number) in [
                ("max_output", maxOutput), ("estimate", estimate), ("attempts", attempts), ("first_token_ms", firstTokenMilliseconds),
                ("duration_ms", durationMilliseconds),
            ] {
                guard let number else { continue }
                writer.key(name)
                writer.value(number)
            }
            writer.member("status", status)
            if let usage { Self.write(usage, into: &writer) }
            if let cost { writer.member("cost_usd", number: cost.description) }
        }
    }

    private static func write(_ usage: Usage, into writer: inout JSONWriter) {
        writer.object("usage") { writer in
            for (name, field) in classes where usage[keyPath: field] > 0 {
                writer.key(name)
                writer.value(usage[keyPath: field])
            }
            if usage.estimated { writer.member("estimated", true) }
        }
    }
}

extension ConversationMark {
    /// Hexadecimal digits.
    package var text: String { String(value, radix: 16) }

    package init?(text: String) {
        guard let value = UInt64(text, radix: 16) else { return nil }
        self.init(value: value)
    }
}
