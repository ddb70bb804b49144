internal import Primitives

/// A streamed answer in one API's words, in the parts between which things can happen.
struct StreamRendering: Sendable, Equatable {
    /// What comes before the first token.
    var opening = Bytes()
    /// One event each, with whatever opens and closes blocks around it.
    var tokens: [Bytes] = []
    /// The finish reason.
    var finish = Bytes()
    /// Usage in an event of its own; empty where there is none.
    var usage = Bytes()
    /// The API's word that this is all.
    var done = Bytes()

    init() {}

    init(_ answer: Answer, for call: ProviderCall, usage report: Script.UsageReport) {
        switch call.api {
        case .openAI: self.init(openAI: answer, includeUsage: call.includeUsage, report)
        case .anthropic: self.init(anthropic: answer, report)
        }
    }

    /// An event whose data is no JSON.
    static func malformed(_ api: ProviderAPI) -> Bytes {
        switch api {
        case .openAI: Bytes("data: {\"id\":\"chatcmpl-broken\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\n\n".utf8)
        case .anthropic: Bytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\n\n".utf8)
        }
    }

    /// The beginning of an event that never ends; more text may follow it forever.
    static func endlessLine(_ api: ProviderAPI) -> Bytes {
        switch api {
        case .openAI: Bytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"".utf8)
        case .anthropic: Bytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"".utf8)
        }
    }
}
