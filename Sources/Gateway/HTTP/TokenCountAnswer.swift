internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives

/// Answers a question for the length of a request in tokens.
@LoopActor
enum TokenCountAnswer {
    static func send(_ count: TokenCount, _ reply: HTTPReply) {
        guard let counting = reply.dialect.counting else { return reply.refuse(404, "this API counts no tokens") }
        var fields: HeaderFields = [:]
        fields.append("x-shunt-model", RouteFields.ascii(count.model.text))
        fields.append("x-shunt-tokens", count.isEstimate ? "estimated" : "counted")
        reply.send(counting.answer(count.tokens)[...], fields: fields)
    }
}
