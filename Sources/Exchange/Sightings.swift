package import JSONText
package import Loop
internal import Primitives
package import Routing

/// Which modes, agents and callers have shown up since the daemon's start, in bounded memory: what a table may have to know of.
@LoopActor
package final class Sightings {
    /// One name that was seen.
    package struct Sighting: Sendable, Equatable {
        package var requests = 0
        /// In Unix milliseconds.
        package var last: Int64 = 0
        /// Where the last of them was routed to; nil where nowhere.
        package var tier: String?
        /// Of a mode that the table did not know: the nearest that it does.
        package var nearest: String?
    }

    /// Names of one kind. When as many as may are remembered, others are counted together.
    package struct Names: Sendable, Equatable {
        package private(set) var sightings: [String: Sighting] = [:]
        package private(set) var others = 0

        fileprivate mutating func note(_ name: String, _ entry: LedgerEntry, nearest: String? = nil) {
            guard sightings.count < Limits.seenNames || sightings[name] != nil else { return others += 1 }
            sightings[name, default: Sighting()].note(entry, nearest)
        }

        /// Those with the most requests first.
        package var sorted: [(name: String, sighting: Sighting)] {
            sightings.map { ($0.key, $0.value) }.sorted { ($1.sighting.requests, $0.name) < ($0.sighting.requests, $1.name) }
        }
    }

    package private(set) var modes = Names()
    /// Of the modes those that the table in use did not know.
    package private(set) var unknownModes = Names()
    package private(set) var agents = Names()
    package private(set) var callers = Names()
    /// In Unix milliseconds.
    package let since: Int64

    package init() { since = Clock.unixNanoseconds / 1_000_000 }

    package func note(_ entry: LedgerEntry, _ decision: DecisionRecord) {
        if let mode = entry.mode { modes.note(mode, entry) }
        if let mode = entry.mode, let nearest = decision.unknownMode { unknownModes.note(mode, entry, nearest: nearest?.text) }
        if let agent = entry.agent { agents.note(agent, entry) }
        if let caller = entry.callerName { callers.note(caller, entry) }
    }

    /// `"unknown_modes":{…}`
    package func writeUnknownModes(into writer: inout JSONWriter) {
        writer.object("unknown_modes") {
            $0.member("requests", unknownModes.sightings.values.reduce(unknownModes.others) { $0 + $1.requests })
            $0.array("modes") { for (name, sighting) in unknownModes.sorted.prefix(Limits.namesInMessage) { write(name, sighting, into: &$0) } }
        }
    }

    private func write(_ name: String, _ sighting: Sighting, into writer: inout JSONWriter) {
        writer.object {
            $0.member("mode", name)
            $0.member("requests", sighting.requests)
            if let nearest = sighting.nearest { $0.member("nearest", nearest) }
            if let tier = sighting.tier { $0.member("tier", tier) }
        }
    }
}

extension Sightings.Sighting {
    fileprivate mutating func note(_ entry: LedgerEntry, _ nearest: String?) {
        requests += 1
        last = entry.time
        tier = entry.tier
        self.nearest = nearest
    }
}

extension LedgerEntry {
    /// The systemd unit, else the user.
    fileprivate var callerName: String? { unit ?? user ?? uid.map { "uid \($0)" } }
}

extension DecisionRecord {
    /// Not nil where the request named a mode that the table does not know; in it the nearest that it does.
    fileprivate var unknownMode: ModeName?? {
        switch (origin, error) {
        case (.unknownMode(let nearest), _): .some(nearest)
        case (_, .unknownMode(.some, let nearest, _)): .some(nearest.map { ModeName($0) })
        default: nil
        }
    }
}
