internal import Conversation
internal import JSONText
internal import Primitives

/// Writes a whole answer as a response.
enum ResponsesWholeEncoder {
    static func encode(_ answer: AnswerAssembler, _ identity: AnswerIdentity) -> Bytes {
        var object = ResponsesObject(identity: identity, status: .ended(answer.finish ?? .stop), usage: answer.usage ?? Usage())
        var logprobs = answer.logprobs
        for piece in answer.pieces { add(piece, &logprobs, to: &object) }
        if ResponsesStatus.incomplete(answer.finish ?? .stop) != nil, let last = object.items.indices.last { object.items[last].isCut = true }
        var writer = JSONWriter()
        object.write(into: &writer)
        return writer.bytes
    }

    private static func add(_ piece: AnswerAssembler.Piece, _ logprobs: inout [TokenLogprob], to object: inout ResponsesObject) {
        let identity = object.identity
        switch piece.kind {
        case .text, .refusal: addSaid(piece, &logprobs, to: &object)
        case .thought:
            var item = ResponsesItem(.reasoning, place: object.items.count, of: identity.id)
            item.parts = [part(.summary, piece.text)]
            if let signature = piece.signature { item.sign(signature) }
            object.items.append(item)
        case .sealed: if let data = piece.signature { object.items.append(.sealed(data, place: object.items.count, of: identity.id)) }
        case .call(let id, let name):
            var item = ResponsesItem.call(id, name, place: object.items.count, of: identity)
            item.arguments = piece.text
            object.items.append(item)
            guard let signature = piece.signature else { break }
            object.items.append(.sealed(ResponsesCallSignature.wrap(signature, call: id), place: object.items.count, of: identity.id))
        case .media(let media) where ResponsesItem.isImage(media):
            object.items.append(ResponsesItem(.image(media), place: object.items.count, of: identity.id))
        case .media: break
        }
    }

    /// What is said in one stretch is one message.
    private static func addSaid(_ piece: AnswerAssembler.Piece, _ logprobs: inout [TokenLogprob], to object: inout ResponsesObject) {
        if object.items.last?.kind != .message {
            object.items.append(ResponsesItem(.message, place: object.items.count, of: object.identity.id))
        }
        var part = part(piece.kind == .refusal ? .refusal : .text, piece.text)
        for citation in piece.citations { _ = part.cite(citation) }
        if part.kind == .text { swap(&part.logprobs, &logprobs) }
        object.items[object.items.count - 1].parts.append(part)
    }

    private static func part(_ kind: ResponsesItem.Part.Kind, _ text: String) -> ResponsesItem.Part {
        var part = ResponsesItem.Part(kind)
        part.append(text)
        return part
    }
}
