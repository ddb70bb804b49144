internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Transfer

/// Makes one upstream call: says the request in the provider's dialect and takes the answer as far as its first meaningful part.
@LoopActor
final class ProviderCaller {
    let client: HTTPClient
    let endpoints = Endpoints()
    private let signer: RequestSigner

    init(client: HTTPClient) {
        self.client = client
        signer = RequestSigner(client: client)
    }

    /// Where the provider refuses a signature of an earlier turn, asks once more without what models thought.
    func call(_ trial: Trial, for pursuit: Pursuit) async throws(AttemptEnd) -> any UpstreamAnswer {
        do throws(AttemptEnd) {
            return try await attempt(trial, pursuit, withoutThoughts: false)
        } catch {
            guard case .fault(let fault) = error, fault.isSignatureRefusal else { throw error }
        }
        return try await attempt(trial, pursuit, withoutThoughts: true)
    }

    private func attempt(_ trial: Trial, _ pursuit: Pursuit, withoutThoughts: Bool) async throws(AttemptEnd) -> any UpstreamAnswer {
        let call = pursuit.call
        var token: Secret?
        if let access = try access(trial, call) { token = try await access.awaited() }
        let outgoing = try prepare(trial, pursuit, token, withoutThoughts: withoutThoughts)
        let response: IncomingResponse
        do {
            response = try await client.send(outgoing.endpoint, fields: outgoing.fields, body: outgoing.body, clocks: outgoing.clocks)
        } catch {
            throw AttemptEnd(error)
        }
        let answer = try await answer(response, trial, call, hidesUsage: outgoing.addedUsage)
        answer.dropped = outgoing.dropped
        return answer
    }

    /// A request that can be sent as it is.
    private struct Outgoing {
        let endpoint: PreparedEndpoint
        /// What proves this request alone; nil where the endpoint has all fields.
        let fields: HeaderFields?
        let body: Bytes
        let clocks: Clocks
        let addedUsage: Bool
        let dropped: [String]
    }

    /// Says the request in the provider's dialect. Never inlined: what that needs would be part of every waiting call's frame.
    @inline(never)
    private func prepare(_ trial: Trial, _ pursuit: Pursuit, _ token: Secret?, withoutThoughts: Bool) throws(AttemptEnd) -> Outgoing {
        let call = pursuit.call
        let provider = try provider(trial, call)
        let keepsLonger = pursuit.record.keepsLonger(trial.candidate.model)
        let body = try encode(
            call, trial.candidate, provider, withoutThoughts: withoutThoughts, after: pursuit.beginning, keepsLonger: keepsLonger)
        let clocks = Clocks(provider.clocks, pursuit.conduct.clocks, isStreamed: call.facts.stream, deadline: call.deadline)
        do throws(TransferError) {
            return Outgoing(
                endpoint: try endpoint(body, provider, trial, call), fields: RequestSigner.fields(trial.key, token, provider, body),
                body: body.body, clocks: clocks, addedUsage: body.addedUsage, dropped: body.dropped)
        } catch {
            throw AttemptEnd(error)
        }
    }

    private func provider(_ trial: Trial, _ call: ChatCall) throws(AttemptEnd) -> Provider {
        guard let provider = call.snapshot.provider(trial.candidate.provider.name) else {
            throw .fault(Fault(.provider, message: "the provider \(trial.candidate.provider.name) is not configured"))
        }
        return provider
    }

    /// Where the trial's key is exchanged for tokens; nil for nearly all keys.
    @inline(never)
    private func access(_ trial: Trial, _ call: ChatCall) throws(AttemptEnd) -> GoogleAccess? {
        let provider = try provider(trial, call)
        do throws(Fault) {
            return try signer.access(of: trial.key, for: provider, isCallers: trial.candidate.key.isBrought)
        } catch {
            throw .fault(error)
        }
    }

    /// What the caller says and the candidate's provider cannot be told; nothing where the request cannot be said to it at all.
    func untold(_ call: ChatCall, _ candidate: Candidate) -> [String] {
        guard let provider = call.snapshot.provider(candidate.provider.name), let body = try? encode(call, candidate, provider) else { return [] }
        return body.dropped
    }

    private func encode(
        _ call: ChatCall, _ candidate: Candidate, _ provider: Provider, withoutThoughts: Bool = false, after beginning: String? = nil,
        keepsLonger: Bool = false
    ) throws(AttemptEnd) -> OutgoingBody {
        var plan = RequestPlan(
            model: candidate.model.wireName, stream: call.facts.stream, effort: candidate.effort,
            defaultMaxOutput: candidate.model.maxOutput, usageOnRequest: !provider.sendsUsageUnasked, cacheKey: call.cacheKey)
        plan.withoutThoughts = withoutThoughts
        plan.beginning = beginning
        plan.keepsLonger = keepsLonger
        plan.platform = provider.platform
        if case .aws = provider.platform { plan.betas = call.betas(for: provider.dialect) }
        do {
            return try ProviderRequest.encode(call.source, as: plan, for: candidate.provider.dialect)
        } catch {
            throw .unsayable(CallFailure(.invalidRequest, error.message, parameter: error.parameter, code: error.code))
        }
    }

    /// The endpoint that is prepared once for a provider and its own key, or one for this call alone.
    func endpoint(_ body: OutgoingBody, _ provider: Provider, _ trial: Trial, _ call: ChatCall) throws(TransferError) -> PreparedEndpoint {
        let passed = call.passed(to: provider.dialect)
        if trial.candidate.key == .own { return try endpoints.shared(provider, body, trial, passing: passed, in: call.snapshot) }
        return try endpoints.make(provider, body, trial.key, passing: passed)
    }

    /// Takes what came as far as its first meaningful part.
    private func answer(_ response: IncomingResponse, _ trial: Trial, _ call: ChatCall, hidesUsage: Bool) async throws(AttemptEnd) -> any UpstreamAnswer {
        guard response.status == 200 else { throw try await refusal(response, trial) }
        guard call.facts.stream else { return try whole(try await response.body(limit: Self.answerLimit(call)), trial, call) }
        guard let answer = stream(response, trial, call, hidesUsage: hidesUsage) else { throw try await notAStream(response, trial) }
        try await answer.hold()
        return answer
    }

    /// Bytes of a whole answer.
    @inline(never)
    static func answerLimit(_ call: ChatCall) -> Int { call.snapshot.limits.responseBytes }

    // None of these is ever inlined: what they need would be part of every waiting call's frame.
    @inline(never)
    private func whole(_ body: Bytes, _ trial: Trial, _ call: ChatCall) throws(AttemptEnd) -> WholeAnswer {
        let candidate = trial.candidate
        return try WholeAnswer(body, dialect: candidate.provider.dialect, model: candidate.model.wireName, isEmbeddings: call.facts.asksForEmbeddings)
    }

    /// Nil where the response is no stream.
    @inline(never)
    private func stream(_ response: IncomingResponse, _ trial: Trial, _ call: ChatCall, hidesUsage: Bool) -> StreamedAnswer? {
        let dialect = trial.candidate.provider.dialect
        let limit = call.snapshot.limits.eventBytes
        guard let parser = dialect.frameParser(contentType: response.field("content-type"), limit: limit) else { return nil }
        let decoder = AnswerDecoder(dialect: dialect, model: trial.candidate.model.wireName)
        return StreamedAnswer(response, parser, decoder, hidesUsage: hidesUsage, of: trial)
    }

    /// What an answer with another status than 200 says.
    private func refusal(_ response: IncomingResponse, _ trial: Trial) async throws(AttemptEnd) -> AttemptEnd {
        let body = try await response.body(limit: Limits.errorBodyBytes, truncates: true)
        return refusal(response, saying: body, trial.candidate.provider.dialect, key: trial.key)
    }

    @inline(never)
    private func refusal(_ response: IncomingResponse, saying body: Bytes, _ dialect: Dialect, key: Secret?) -> AttemptEnd {
        var fault = AnswerDecoder.fault(status: response.status, fields: response.fields, body: body, dialect: dialect)
        // Providers quote the key, or most of it, where they refuse it.
        if fault.kind == .key { fault.message = "the provider refuses the key with status \(response.status)" }
        if let key { fault.message = key.redacted(in: fault.message) }
        return .fault(fault)
    }

    /// A stream was asked for and something else came with a 200: an error that the provider did not mark as one, or no API at all.
    private func notAStream(_ response: IncomingResponse, _ trial: Trial) async throws(AttemptEnd) -> AttemptEnd {
        let body = try await response.body(limit: Limits.errorBodyBytes, truncates: true)
        return notAStream(response, saying: body, trial.candidate.provider.dialect)
    }

    @inline(never)
    private func notAStream(_ response: IncomingResponse, saying body: Bytes, _ dialect: Dialect) -> AttemptEnd {
        let type = response.field("content-type") ?? "no content type"
        do throws(Fault) {
            _ = try AnswerDecoder.whole(body, dialect: dialect)
        } catch {
            if error.kind != .transport { return .fault(error) }
        }
        return .fault(Fault(.transport, status: 200, message: "the provider answered with \(type.prefix(Limits.nameBytes)) instead of a stream"))
    }
}
