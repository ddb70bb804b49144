package import Conversation
package import Primitives

/// Gathers an answer's events into the whole answer.
package struct AnswerAssembler: Sendable {
    /// A stretch of the answer of one kind. Its text grows in place.
    struct Piece {
        enum Kind: Equatable {
            case text, refusal, thought
            /// Thoughts without text, which only their issuer can read: the signature holds them.
            case sealed
            case call(id: String, name: String)
            case media(Media)
        }

        let kind: Kind
        /// The text, or a call's arguments.
        var text = ""
        var signature: Signature?
        var citations: [Citation] = []
    }

    /// Thoughts of one block, in the order in which they came.
    struct Thought: Equatable {
        var text = ""
        var signature: Signature?
        /// Sealed thoughts, which only their issuer can read; then there is no text.
        var sealed: Signature?
    }

    /// All pieces, in the order in which they began.
    private(set) var pieces: [Piece] = []
    /// Where in ``pieces`` each call stands, by its number.
    private var calls: [Int] = []
    private(set) var logprobs: [TokenLogprob] = []
    package private(set) var finish: FinishReason?
    package private(set) var usage: Usage?

    package init() {}

    package var text: String { pieces.reduce(into: "") { if $1.kind == .text { $0 += $1.text } } }
    package var refusal: String { pieces.reduce(into: "") { if $1.kind == .refusal { $0 += $1.text } } }
    /// The thoughts as one text.
    package var reasoning: String { pieces.reduce(into: "") { if $1.kind == .thought { $0 += $1.text } } }

    package var toolCalls: [ToolCall] {
        calls.compactMap { place in
            guard case .call(let id, let name) = pieces[place].kind else { return nil }
            return ToolCall(id: id, name: name, arguments: pieces[place].text, signature: pieces[place].signature)
        }
    }

    var thoughts: [Thought] {
        pieces.compactMap { piece in
            switch piece.kind {
            case .thought: Thought(text: piece.text, signature: piece.signature)
            case .sealed: Thought(sealed: piece.signature)
            default: nil
            }
        }
    }

    var citations: [Citation] { pieces.flatMap(\.citations) }

    var media: [Media] {
        pieces.compactMap { if case .media(let media) = $0.kind { media } else { nil } }
    }

    package mutating func add(_ event: ChatEvent) {
        switch event {
        case .text(let part): append(part, .text)
        case .refusal(let part): append(part, .refusal)
        case .reasoning(let part): append(part, .thought)
        case .reasoningSignature(let signature): sign(signature)
        case .redactedReasoning(let data): pieces.append(Piece(kind: .sealed, signature: data))
        case .toolCall(let index, let id, let name):
            // Calls are numbered from 0 without gaps.
            guard index == calls.count else { break }
            calls.append(pieces.count)
            pieces.append(Piece(kind: .call(id: id, name: name)))
        case .toolArguments(let index, let part): if calls.indices.contains(index) { pieces[calls[index]].text += part }
        case .toolSignature(let index, let signature): if calls.indices.contains(index) { pieces[calls[index]].signature = signature }
        case .citation(let citation): cite(citation)
        case .media(let media): pieces.append(Piece(kind: .media(media)))
        case .logprobs(let more): logprobs += more
        case .finished(let reason): finish = reason
        case .usage(let usage): self.usage = usage
        case .started, .opaque, .failed, .ended: break
        }
    }

    /// A signed thought and a cited text are complete: what follows begins another.
    private mutating func append(_ part: String, _ kind: Piece.Kind) {
        if let last = pieces.last, last.kind == kind, last.signature == nil, last.citations.isEmpty || last.text.isEmpty {
            pieces[pieces.count - 1].text += part
        } else {
            pieces.append(Piece(kind: kind, text: part))
        }
    }

    private mutating func sign(_ signature: Signature) {
        if let last = pieces.last, last.kind == .thought, last.signature == nil {
            pieces[pieces.count - 1].signature = signature
        } else {
            pieces.append(Piece(kind: .thought, signature: signature))
        }
    }

    private mutating func cite(_ citation: Citation) {
        if pieces.last?.kind != .text { pieces.append(Piece(kind: .text)) }
        pieces[pieces.count - 1].citations.append(citation)
    }

    /// The answer as one document of the dialect.
    package func encodeWhole(_ dialect: Dialect, _ identity: AnswerIdentity) -> Bytes { dialect.api.document(self, identity) }
}
