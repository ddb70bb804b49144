package import Conversation
package import JSONText
package import Primitives

/// A caller's request: its source text, and what routing needs to know of it.
///
/// The conversation itself is decoded only when it must be told in another dialect.
package struct IncomingRequest: Sendable {
    package let dialect: Dialect
    /// The body as the caller wrote it.
    package let body: JSONValue
    package let facts: RequestFacts
    /// The caller reads the usage at the end of a stream.
    package let wantsUsage: Bool

    package var document: JSONDocument { body.document }

    /// `target` is what the request's path says, in a dialect whose bodies name neither model nor stream.
    package static func decode(_ body: Bytes, dialect: Dialect, target: RequestTarget? = nil) throws(DialectError) -> IncomingRequest {
        let document: JSONDocument
        do {
            document = try JSONDocument.parse(body)
        } catch {
            throw DialectError("the body is not valid JSON: \(error.message) at byte \(error.offset)", code: "invalid_json")
        }
        return try decode(document.root, dialect: dialect, target: target)
    }

    /// As above, for a body that is a part of a larger text.
    package static func decode(_ body: JSONValue, dialect: Dialect, target: RequestTarget? = nil) throws(DialectError) -> IncomingRequest {
        guard body.kind == .object else { throw DialectError("the body must be a JSON object", code: "invalid_type") }
        if let strict = body["strict"] { return try decode(body, saying: strict, dialect: dialect, target: target) }
        if let target, target.wantsEmbeddings {
            return IncomingRequest(dialect: .openAIChat, body: body, facts: try EmbeddingsRequestFacts.read(body), wantsUsage: false)
        }
        var (facts, wantsUsage) = try dialect.api.facts(body)
        if let target {
            facts.model = target.model ?? facts.model
            facts.stream = target.stream
        }
        return IncomingRequest(dialect: dialect, body: body, facts: facts, wantsUsage: wantsUsage)
    }

    /// `strict` at the top is shunt's own word, and no provider is to see it: the body is read without it.
    private static func decode(
        _ body: JSONValue, saying strict: JSONValue, dialect: Dialect, target: RequestTarget?
    ) throws(DialectError) -> IncomingRequest {
        guard body.members.count(where: { $0.key == "strict" }) == 1 else { throw .twice("strict") }
        let isStrict = try Field.bool(strict, "strict") ?? false
        var edits = SourceEdits(of: body)
        edits.remove(["strict"], from: body)
        guard let rest = try? JSONDocument.parse(edits.applied()).root else { throw .wrongType("strict", "true or false") }
        let request = try decode(rest, dialect: dialect, target: target)
        var facts = request.facts
        facts.strict = isStrict
        return IncomingRequest(dialect: dialect, body: rest, facts: facts, wantsUsage: request.wantsUsage)
    }

    /// The names of the tools that take free text (see ``AnswerIdentity/customTools``).
    package var customTools: Set<String> { dialect == .openAIResponses ? ResponsesTools.customNames(body) : [] }

    /// The whole request in no API's words.
    package func conversation() throws(DialectError) -> ChatRequest {
        var request = try dialect.api.conversation(body)
        request.stream = facts.stream
        return request
    }
}
