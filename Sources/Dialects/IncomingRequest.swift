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

    package static func decode(_ body: Bytes, dialect: Dialect) throws(DialectError) -> IncomingRequest {
        let document: JSONDocument
        do {
            document = try JSONDocument.parse(body)
        } catch {
            throw DialectError("the body is not valid JSON: \(error.message) at byte \(error.offset)", code: "invalid_json")
        }
        return try decode(document.root, dialect: dialect)
    }

    /// As above, for a body that is a part of a larger text.
    package static func decode(_ body: JSONValue, dialect: Dialect) throws(DialectError) -> IncomingRequest {
        guard body.kind == .object else { throw DialectError("the body must be a JSON object", code: "invalid_type") }
        let (facts, wantsUsage) = try dialect.api.facts(body)
        return IncomingRequest(dialect: dialect, body: body, facts: facts, wantsUsage: wantsUsage)
    }

    /// The whole request in no API's words.
    package func conversation() throws(DialectError) -> ChatRequest { try dialect.api.conversation(body) }
}
