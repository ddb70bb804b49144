internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Splits Amazon's binary event stream into events. Any chunking of the same bytes gives the same events.
///
/// An event is named after its frame's event or exception type; its raw bytes are a server-sent event of that name, so that
/// nothing binary goes further. A `chunk` of InvokeModelWithResponseStream holds an event of the model's own API, which comes out
/// in its place.
struct EventStreamParser: FrameParser {
    private let limit: Int
    /// The bytes of the frame that is not complete yet.
    private var pending = Bytes()
    private var fault: Fault?

    init(limit: Int) { self.limit = limit }

    /// The events before damaged bytes are still delivered; the next call throws.
    mutating func frames(of chunk: Bytes) throws(Fault) -> [ServerSentEvent] {
        if let fault { throw fault }
        if pending.isEmpty { pending = chunk } else { pending.append(contentsOf: chunk) }
        var events: [ServerSentEvent] = []
        var taken = 0
        do throws(Fault) {
            while let frame = try EventStreamFrame.first(of: pending[taken...], limit: limit) {
                taken += frame.length
                events.append(try Self.event(frame))
            }
        } catch {
            fault = error
            pending = []
            if events.isEmpty { throw error }
        }
        if taken > 0 { pending = Bytes(pending.dropFirst(taken)) }
        return events
    }

    private static func event(_ frame: EventStreamFrame) throws(Fault) -> ServerSentEvent {
        switch frame.kind {
        case .event where frame.name == "chunk": try inner(frame.payload)
        case .event, .exception: event(frame.name, frame.payload)
        case .error: event("error", error(frame)[...])
        }
    }

    private static func event(_ name: String, _ data: ByteSlice) -> ServerSentEvent {
        var raw = Bytes()
        raw.reserveCapacity(data.count + name.utf8.count + 24)
        ServerSentEvent.append(name: name, data: data, to: &raw)
        return ServerSentEvent(kind: .event, name: Bytes(name.utf8)[...], data: data, raw: raw[...])
    }

    /// The event within a chunk: `{"bytes": base64}`. Its own `type` names it.
    private static func inner(_ payload: ByteSlice) throws(Fault) -> ServerSentEvent {
        guard let text = try? JSONDocument.parse(payload).root["bytes"]?.string, let bytes = Base64.decode(text) else {
            throw EventStreamFrame.damaged("a chunk holds no base64")
        }
        let type = try? JSONDocument.parse(bytes).root["type"]?.string
        return event(type ?? "chunk", bytes[...])
    }

    /// An error that has no type of its own says everything in its headers.
    private static func error(_ frame: EventStreamFrame) -> Bytes {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("message", frame.message)
            writer.member("code", frame.name)
        }
        return writer.bytes
    }
}
