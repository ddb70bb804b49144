package import JSONText
internal import Primitives

extension Counters {
    /// `"requests":{…}, "money":{…}, "revisions":[…]`: since the daemon's start.
    package func write(into writer: inout JSONWriter) {
        writer.object("requests") {
            $0.member("total", requests)
            $0.member("failed", failed)
            $0.member("cancelled", cancelled)
            $0.member("in_flight", inFlight)
        }
        writer.object("money") {
            $0.member("cost_usd", number: cost.description)
            $0.member("saved_usd", number: saved.description)
            $0.member("hedge_usd", number: hedged.description)
            $0.member("unpriced", unpriced)
        }
        writer.array("revisions") {
            for (revision, requests) in revisions {
                $0.object {
                    $0.member("revision", revision)
                    $0.member("requests", requests)
                }
            }
        }
        if !sightings.unknownModes.sightings.isEmpty { sightings.writeUnknownModes(into: &writer) }
    }
}
