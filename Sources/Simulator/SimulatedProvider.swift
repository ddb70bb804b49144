internal import HTTPWire
internal import JSONText
internal import Primitives

/// The provider behind the socket: a request in, the steps of its delivery out. It does no I/O.
struct SimulatedProvider: Sendable {
    struct Request: Sendable {
        let method: String
        let path: String
        let fields: HeaderFields
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
        let endpoint = Endpoint(path: request.path)
        if endpoint == .scenario || endpoint == .requests { return Reply(steps: control(endpoint, request), number: nil) }
        let number = log.add(method: request.method, path: request.path, fields: request.fields, body: request.body)
        let id = "\(run)\(String(number, radix: 36))"
        return Reply(steps: answer(endpoint, request, number, id, now, wall), number: number)
    }

    mutating func finish(_ number: Int, _ outcome: ReceivedRequest.Outcome) { log.finish(number, outcome) }

    mutating func forgetRequests() { log.removeAll() }

    private mutating func answer(_ endpoint: Endpoint, _ request: Request, _ number: Int, _ id: String, _ now: Instant, _ wall: Int) -> [DeliveryStep] {
        let api = request.fields["anthropic-version"] != nil ? ProviderAPI.anthropic : .openAI
        switch (endpoint, request.method) {
        case (.answer(let api), "POST"):
            do { return try complete(api, request, number, id, now, wall) } catch { return Delivery.steps(error, api, requestID: "req_\(id)") }
        case (.countTokens, "POST"): return countTokens(request, id)
        case (.models, "GET"): return whole(ModelList.json(scenario.models ?? ModelList.names, api), api, id)
        case (.unknown, _): return Delivery.steps(ErrorAnswer(.notFound, message: "Unknown request URL: \(request.method) \(request.path)."), api, requestID: "req_\(id)")
        default: return Delivery.steps(ErrorAnswer(.invalid, status: 405, message: "Not allowed to \(request.method) on \(request.path)."), api, requestID: "req_\(id)")
        }
    }

    private mutating func complete(_ api: ProviderAPI, _ request: Request, _ number: Int, _ id: String, _ now: Instant, _ wall: Int) throws(ErrorAnswer) -> [DeliveryStep] {
        let call = try ProviderCall(api: api, path: request.path, fields: request.fields, body: request.body[...])
        log.name(number, model: call.modelScript.isEmpty ? call.model : "\(call.model)?\(call.modelScript)")
        if let keys = scenario.keys, !keys.contains(call.key ?? "") { throw ErrorAnswer(.auth) }
        if let models = scenario.models, !models.contains(call.model) {
            var error = ErrorAnswer(.notFound)
            error.model = call.model
            throw error
        }
        let script = try script(for: call)
        let use = cache.use(call.prompt, key: call.key ?? "", model: call.model, api: api, now: now)
        let answer = Answer(call, script, cache: use, id: id, created: wall)
        return Delivery.steps(call, script, answer, requestID: "req_\(id)")
    }

    private mutating func countTokens(_ request: Request, _ id: String) -> [DeliveryStep] {
        do {
            let json = try JSONDocument.parse(request.body).root
            return whole(Bytes("{\"input_tokens\":\(Prompt(json, .anthropic).tokens)}".utf8), .anthropic, id)
        } catch {
            return Delivery.steps(ErrorAnswer.invalid("\(error)", parameter: nil), .anthropic, requestID: "req_\(id)")
        }
    }

    private func whole(_ body: Bytes, _ api: ProviderAPI, _ id: String) -> [DeliveryStep] {
        [.send(ResponseHead(api: api, requestID: "req_\(id)").bytes(.length(body.count)) + body)]
    }
}

// MARK: Which script

extension SimulatedProvider {
    /// The first rule that fits and whose count is not over, then the header's words, then the model name's: the later overrides.
    private mutating func script(for call: ProviderCall) throws(ErrorAnswer) -> Script {
        var script = ruleScript(for: call)
        do {
            if let header = call.fields["x-simulator"] { try apply(header, call, to: &script) }
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
        switch (endpoint, request.method) {
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
        var head = ResponseHead(api: .openAI, requestID: "req_control")
        head.status = status
        return [.send(head.bytes(.length(body.count)) + body)]
    }
}
