/// How one request is answered: what is said, how fast, and what goes wrong on the way.
///
/// ``Directive`` is the grammar that reads one from text. Nothing set is a sound, prompt, short answer.
package struct Script: Sendable, Equatable {
    // What is said.
    /// The whole text of the answer.
    package var text: String?
    /// Length of the made-up text in tokens; each is one delta.
    package var tokens: Int?
    /// Bytes of text in each delta; nil for one word each.
    package var chunkBytes: Int?
    /// Tokens of reasoning before the text.
    package var reasoning: Int?
    /// The tool to call, asked for or not.
    package var tool: String?
    /// The arguments of the call, a JSON object; nil has them made up from the tool's schema.
    package var arguments: String?
    /// Tool calls in one answer.
    package var calls = 1
    /// The finish reason in the API's own word.
    package var finish: String?
    package var usage = UsageReport.normal
    package var prefill = Prefill.taken
    /// Input tokens to report as read from the prompt cache; nil lets the cache tell.
    package var cached: Int?

    // How fast.
    /// Before the response head.
    package var wait: Duration?
    /// Between the response head and the first token.
    package var first: Duration?
    /// Between two tokens.
    package var delay: Duration?
    /// Bytes in each write to the socket; nil writes what there is.
    package var writeBytes: Int?

    // Another answer than asked for.
    package var status: Int?
    package var error: ErrorKind?
    package var message: String?
    /// A body to send as it is.
    package var body: String?
    package var contentType: String?
    /// The value of `retry-after`.
    package var retryAfter: String?
    package var fields: [ExtraField] = []

    // What goes wrong on the way.
    package var cut: Place?
    package var reset: Place?
    package var silence: Place?
    /// Tokens before an error event that ends the stream.
    package var errorAfter: Int?
    /// Tokens before an event whose data is no JSON.
    package var malformed: Int?
    /// Tokens before an event frame whose checksum is wrong.
    package var badChecksum: Int?
    /// Bytes of text in one enormous delta after the first.
    package var huge: Int?
    package var end = End.proper
    package var framing = Framing.proper
    package var endless: Endless?

    // For which of the requests that it fits.
    /// Requests that pass before it takes effect.
    package var skip = 0
    /// Requests that it then takes effect for; nil for all.
    package var times: Int?

    package init() {}

    /// Where in an answer something happens.
    package enum Place: Sendable, Equatable {
        /// Before the first byte of the response.
        case head
        /// After so many tokens; 0 is after the response head and what comes before the first token.
        case token(Int)
    }

    package enum UsageReport: String, Sendable, CaseIterable {
        /// As the API does: OpenAI where the request asks for it, Anthropic always.
        case normal
        case none
        /// OpenAI's in the last chunk that has a choice, asked for or not, as several compatible services do.
        case inline
    }

    /// What becomes of a request whose last message is the assistant's.
    package enum Prefill: String, Sendable, CaseIterable {
        /// The answer goes on after it, where it begins as the answer does.
        case taken
        /// The request is refused, as Anthropic's later models do.
        case refused
    }

    package enum End: String, Sendable, CaseIterable {
        case proper
        /// Without `[DONE]` or `message_stop`; the body ends properly.
        case noDone = "no_done"
        /// Without a finish reason either.
        case noFinish = "no_finish"
    }

    package enum Framing: String, Sendable, CaseIterable {
        case proper
        /// Neither length nor chunks: the body ends with the connection.
        case close
        /// A chunk size that is no number, after the first token.
        case badChunk = "bad_chunk"
        /// A `content-length` beyond what is sent, then the end of the connection.
        case short
        /// Both `content-length` and chunked.
        case both
        /// A status line that is none.
        case noHTTP = "no_http"
    }

    package enum Endless: String, Sendable, CaseIterable {
        /// Header fields without end.
        case headers
        /// One header field without end.
        case header
        /// One line of an event without end.
        case line
        /// Tokens without end.
        case tokens
    }

    package struct ExtraField: Sendable, Equatable {
        package let name: String
        package let value: String
    }
}
