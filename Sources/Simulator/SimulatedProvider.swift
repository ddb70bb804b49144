internal import HTTPWire
internal import JSONText
internal import Primitives

/// The provider behind the socket: a request in, the steps of its delivery out. It does no I/O.
struct SimulatedProvider: Sendable {
    struct Request: Sendable {
        let head: RequestHead
        let body: Bytes
    }

    struct Reply: Sendable {
        let steps: [DeliveryStep]
        /// In the log; nil for the control endpoints.
        let number: Int?
    }

    var scenario = Scenario() { didSet { ruleUses = [] } }
    private(set) var log = RequestLog()
    private var cache = PromptCache()
    /// Requests that each rule fitted.
    private var ruleUses: [Int] = []
    /// Requests that came with each script in a model name or header, where it counts them.
    private var scriptUses: [String: Int] = [:]
    /// Ids of answers differ between simulators and runs.
    private let run = StableHash.of(RequestID.random().text).hexadecimal(8)

    mutating func reply(to request: Request, now: Instant, wall: Int) -> Reply {
        let endpoint = Endpoint(request.head)
        switch endpoint {
        case .scenario, .requests: return Reply(steps: control(endpoint, request), number: nil)
        case .answer, .models, .unknown:
            let number = log.add(request.head, body: request.body)
            let id = "\(run)\(String(number, radix: 36))"
            return Reply(steps: answer(endpoint, request, number, id, now, wall), number: number)
        }
    }

    mutating func finish(_ number: Int, _ outcome: ReceivedRequest.Outcome) { log.finish(number, outcome) }

    mutating func forgetRequests() { log.removeAll() }

    private mutating func answer(_ endpoint: Endpoint, _ request: Request, _ number: Int, _ id: String, _ now: Instant, _ wall: Int) -> [DeliveryStep] {
        let head = request.head
        switch (endpoint, head.method) {
        case (.answer(let api), "POST"):
            do { return try complete(api, request, number, id, now, wall) } catch { return Delivery.steps(error, api, requestID: "req_\(id)") }
        case (.models(let shape), "GET"):
            let body = ModelList.json(scenario.models ?? ModelList.names, shape)
            return [.send(ResponseHead(api: ModelList.api(shape), requestID: "req_\(id)").bytes(.length(body.count)) + body)]
        case (.unknown, _): return refusal(ErrorAnswer(.notFound, message: "Unknown request URL: \(head.method) \(head.path)."), head, id)
        default: return refusal(ErrorAnswer(.invalid, status: 405, message: "Not allowed to \(head.method) on \(head.path)."), head, id)
        }
    }

    private func refusal(_ error: ErrorAnswer, _ head: RequestHead, _ id: String) -> [DeliveryStep] {
        let api: any ProviderAPI = head.fields["anthropic-version"] != nil ? AnthropicMessages() : OpenAIChat()
        return Delivery.steps(error, api, requestID: "req_\(id)")
    }

    private mutating func complete(
        _ api: any ProviderAPI, _ request: Request, _ number: Int, _ id: String, _ now: Instant, _ wall: Int
    ) throws(ErrorAnswer) -> [DeliveryStep] {
        let call = ProviderCall(api: api, head: request.head, try api.read(request.body[...]))
        log.name(number, model: call.question.model)
        try check(call)
        let script = try script(for: call)
        if script.prefill == .refused, call.question.beginning != nil {
            throw .invalid("This model does not support assistant message prefill. The conversation must end with a user message.", parameter: "messages")
        }
        let use = cache.use(call.question.prompt, key: call.head.key ?? "", model: call.model, api.caching, now: now)
        let answer = Answer(call, script, cache: use, id: id, created: wall)
        return Delivery.steps(call, script, answer, requestID: "req_\(id)")
    }

    private func check(_ call: ProviderCall) throws(ErrorAnswer) {
        guard call.api.isGuarded else { return }
        if let keys = scenario.keys, !keys.contains(call.head.key ?? ""), !isToken(call.head.key) { throw ErrorAnswer(.auth) }
        if let models = scenario.models, !models.contains(call.model) {
            var error = ErrorAnswer(.notFound)
            error.model = call.model
            throw error
        }
    }
}

// MARK: Which key

extension SimulatedProvider {
    private func isToken(_ key: String?) -> Bool { key?.hasPrefix(GoogleToken.prefix(run: run)) ?? false }
}

// MARK: Which script

extension SimulatedProvider {
    /// The first rule that fits and whose count is not over, then the header's words, then the model name's: the later overrides.
    private mutating func script(for call: ProviderCall) throws(ErrorAnswer) -> Script {
        var script = ruleScript(for: call)
        do {
            if let header = call.head.fields["x-simulator"] { try apply(header, call, to: &script) }
            if !call.modelScript.isEmpty { try apply(call.modelScript, call, to: &script) }
        } catch {
            throw ErrorAnswer.invalid("simulator: \(error)", parameter: "model")
        }
        return script
    }

    private mutating func ruleScript(for call: ProviderCall) -> Script {
        if ruleUses.count != scenario.rules.count { ruleUses = Array(repeating: 0, count: scenario.rules.count) }
        for (index, rule) in scenario.rules.enumerated() where rule.fits(call) {
            ruleUses[index] += 1
            if rule.script.applies(toUse: ruleUses[index]) { return rule.script }
        }
        return Script()
    }

    private mutating func apply(_ text: String, _ call: ProviderCall, to script: inout Script) throws(ScriptError) {
        var changed = script
        (changed.skip, changed.times) = (0, nil)
        try changed.apply(text)
        if changed.skip > 0 || changed.times != nil {
            if scriptUses.count > Limits.recordedRequests { scriptUses.removeAll() }
            let uses = scriptUses["\(call.model)?\(text)", default: 0] + 1
            scriptUses["\(call.model)?\(text)"] = uses
            guard changed.applies(toUse: uses) else { return }
        }
        script = changed
    }
}

extension Script {
    /// Whether it takes effect for the `use`-th request that it fits, counted from 1.
    func applies(toUse use: Int) -> Bool {
        use > skip && times.map { use - skip <= $0 } ?? true
    }
}

// MARK: Control

extension SimulatedProvider {
    private mutating func control(_ endpoint: Endpoint, _ request: Request) -> [DeliveryStep] {
        switch (endpoint, request.head.method) {
        case (.scenario, "PUT"):
            do {
                scenario = try Scenario.parse(request.body)
                cache.forget()
                scriptUses.removeAll()
                return control(status: 204, Bytes())
            } catch {
                return control(status: 400, Bytes("{\"error\":\(JSONWriter.quoted(error.description))}\n".utf8))
            }
        case (.requests, "GET"): return control(status: 200, log.json())
        case (.requests, "DELETE"):
            log.removeAll()
            return control(status: 204, Bytes())
        default: return control(status: 405, Bytes())
        }
    }

    private func control(status: Int, _ body: Bytes) -> [DeliveryStep] {
        var head = ResponseHead(api: OpenAIChat(), requestID: "req_control")
        head.status = status
        return [.send(head.bytes(.length(body.count)) + body)]
    }
}
