internal import Conversation
internal import Dialects

/// What a caller says that its body is written in: a dialect, or OpenAI's embeddings, which share their answers' shape with chat.
enum SpokenAPI: Equatable {
    case chat(Dialect)
    case embeddings

    private static let embeddingsName = "openai-embeddings"
    static let names = Dialect.allCases.map(\.rawValue) + [embeddingsName]

    init?(_ name: String) {
        if name == Self.embeddingsName {
            self = .embeddings
        } else if let dialect = Dialect(rawValue: name) {
            self = .chat(dialect)
        } else {
            return nil
        }
    }

    /// The dialect of the answer and of its errors.
    var dialect: Dialect {
        switch self {
        case .chat(let dialect): dialect
        case .embeddings: .openAIChat
        }
    }
}
