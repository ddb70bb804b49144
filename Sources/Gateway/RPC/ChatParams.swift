internal import Conversation
internal import Dialects
internal import JSONText
internal import Exchange
internal import Primitives
internal import Routing

/// The `params` of `chat` and `explain`, read once and checked.
struct ChatParams {
    var intent = Intent()
    let source: RequestSource
    let facts: RequestFacts
    /// The dialect of `body`; nil for a `prompt`.
    let dialect: Dialect?

    private static let names = [
        "mode", "session", "model", "prompt", "system", "body", "dialect", "stream", "timeout_ms", "key", "tags", "restart", "strict", "client",
    ]

    static func read(_ params: JSONValue?, id: RPCID) throws(RPCError) -> ChatParams {
        guard let params else { throw invalid(id, "\"params\" must hold \"prompt\" or \"body\"", "params") }
        try checkNames(of: params, id: id)
        var intent = Intent()
        intent.model = try name("model", in: params, id: id)
        intent.mode = try name("mode", in: params, id: id).map { ModeClaim(ModeName(folding: $0), from: .parameter) }
        intent.session = try name("session", in: params, id: id)
        intent.timeout = try timeout(in: params, id: id)
        intent.keys = try keys(in: params, id: id)
        intent.tags = try tags(in: params, id: id)
        if let client = try name("client", in: params, id: id) {
            intent.client = ClientName.of(client)
            // Rules look at a program's name where HTTP has it.
            intent.fields["user-agent"] = client
        }
        intent.strict = try flag("strict", in: params, id: id) ?? false
        intent.allowsRestart = try flag("restart", in: params, id: id) ?? false
        switch (params["prompt"], params["body"]) {
        case (let prompt?, nil): return try fromPrompt(prompt, params, intent, id)
        case (nil, let body?): return try fromBody(body, params, intent, id)
        case (nil, nil): throw invalid(id, "one of \"prompt\" and \"body\" is needed", "prompt")
        case (_?, _?): throw invalid(id, "\"prompt\" and \"body\" exclude each other", "body")
        }
    }

    private static func fromPrompt(_ prompt: JSONValue, _ params: JSONValue, _ intent: Intent, _ id: RPCID) throws(RPCError) -> ChatParams {
        guard params["dialect"] == nil else { throw invalid(id, "\"dialect\" belongs to \"body\", not to \"prompt\"", "dialect") }
        guard let text = prompt.string, !text.isEmpty else { throw invalid(id, "\"prompt\" must be a string with text in it", "prompt") }
        var request = ChatRequest()
        var facts = RequestFacts()
        if let system = params["system"] {
            guard let text = system.string else { throw invalid(id, "\"system\" must be a string", "system") }
            request.system = [.text(text)]
            facts.fingerprint.append(system.raw)
        }
        request.messages = [Message(role: .user, parts: [.text(text)])]
        request.stream = try flag("stream", in: params, id: id) ?? true
        facts.stream = request.stream
        facts.fingerprint.append(prompt.raw)
        facts.estimatedInputTokens = RequestFacts.estimatedTokens(textBytes: facts.fingerprint.reduce(0) { $0 + $1.count })
        return ChatParams(intent: intent, source: .conversation(request), facts: facts, dialect: nil)
    }

    private static func fromBody(_ body: JSONValue, _ params: JSONValue, _ intent: Intent, _ id: RPCID) throws(RPCError) -> ChatParams {
        guard body.kind == .object else { throw invalid(id, "\"body\" must be an object", "body") }
        let spoken = try spoken(in: params, id: id)
        let dialect = spoken.dialect
        guard params["system"] == nil, dialect.hasTargetInPath || params["stream"] == nil else {
            throw invalid(id, "\"system\" and \"stream\" belong to \"prompt\"; a \"body\" holds its own", "body")
        }
        let stream = try flag("stream", in: params, id: id) ?? true
        let target = spoken == .embeddings ? .embeddings : dialect.hasTargetInPath ? RequestTarget(model: nil, stream: stream) : nil
        let request: IncomingRequest
        do {
            request = try IncomingRequest.decode(body, dialect: dialect, target: target)
        } catch {
            throw invalid(id, error.message, error.parameter.map { "body.\($0)" } ?? "body")
        }
        return ChatParams(intent: intent, source: .incoming(request), facts: request.facts, dialect: dialect)
    }

    private static func spoken(in params: JSONValue, id: RPCID) throws(RPCError) -> SpokenAPI {
        guard let value = params["dialect"] else { return .chat(.openAIChat) }
        guard let spoken = value.string.flatMap(SpokenAPI.init) else {
            throw invalid(id, "\"dialect\" must be one of \(SpokenAPI.names.joined(separator: ", "))", "dialect")
        }
        return spoken
    }

    private static func checkNames(of params: JSONValue, id: RPCID) throws(RPCError) {
        for member in params.members {
            let name = member.key.text
            if names.contains(name) { continue }
            let nearest = Spelling.nearest(to: name, among: names)
            let remedy = nearest.map { "did you mean \"\($0)\"?" } ?? "known are \(names.joined(separator: ", "))"
            throw invalid(id, "unknown parameter \"\(name.prefix(Limits.nameBytes))\"; \(remedy)", String(name.prefix(Limits.nameBytes)))
        }
    }

    private static func flag(_ key: StaticString, in params: JSONValue, id: RPCID) throws(RPCError) -> Bool? {
        guard let value = params[key] else { return nil }
        guard let flag = value.bool else { throw invalid(id, "\"\(key)\" must be true or false", "\(key)") }
        return flag
    }

    private static func name(_ key: StaticString, in params: JSONValue, id: RPCID) throws(RPCError) -> String? {
        guard let value = params[key], !value.isNull else { return nil }
        guard let text = value.string, BoundedName.isValid(text) else {
            throw invalid(id, "\"\(key)\" must be a string of \(BoundedName.rule)", "\(key)")
        }
        return text
    }

    private static func timeout(in params: JSONValue, id: RPCID) throws(RPCError) -> Duration? {
        guard let value = params["timeout_ms"], !value.isNull else { return nil }
        guard let milliseconds = value.int, milliseconds > 0, milliseconds <= Limits.callerTimeoutMilliseconds else {
            throw invalid(id, "\"timeout_ms\" must be a whole number from 1 to \(Limits.callerTimeoutMilliseconds)", "timeout_ms")
        }
        return .milliseconds(milliseconds)
    }

    /// `"key": "sk-…"` or `"key": {"openai": "sk-…"}`.
    private static func keys(in params: JSONValue, id: RPCID) throws(RPCError) -> CallerSecrets {
        var keys = CallerSecrets()
        guard let value = params["key"], !value.isNull else { return keys }
        let wrong = "\"key\" must be a key, or an object of keys by provider"
        if value.kind == .object {
            for member in value.members {
                guard let key = member.value.string, BoundedName.isKey(key) else { throw invalid(id, wrong, "key") }
                keys.named[ProviderName(member.key.text)] = Secret(key.utf8)
            }
        } else {
            guard let key = value.string, BoundedName.isKey(key) else { throw invalid(id, wrong, "key") }
            keys.bare = Secret(key.utf8)
        }
        return keys
    }

    private static func tags(in params: JSONValue, id: RPCID) throws(RPCError) -> [Tag] {
        guard let value = params["tags"], !value.isNull else { return [] }
        let wrong = "\"tags\" must be an object of at most \(Limits.tags) strings, each of \(BoundedName.rule)"
        guard value.kind == .object, value.count <= Limits.tags else { throw invalid(id, wrong, "tags") }
        var tags: [Tag] = []
        for member in value.members {
            guard let text = member.value.string, BoundedName.isValid(text), BoundedName.isValid(member.key.text) else {
                throw invalid(id, wrong, "tags")
            }
            tags.append(Tag(name: member.key.text, value: text))
        }
        return tags
    }

    private static func invalid(_ id: RPCID, _ message: String, _ parameter: String) -> RPCError {
        RPCError(id: id, code: .invalidParams, message, parameter: parameter)
    }
}
