internal import Conversation
internal import Dialects
internal import Exchange
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Transfer

extension ProviderCaller {
    /// What the trial's provider counts; nil where it speaks another dialect than the caller, counts nothing there, or fails: a count is not
    /// worth a second attempt.
    func tokens(_ trial: Trial, for call: ChatCall) async throws(AttemptEnd) -> Int? {
        let dialect = trial.candidate.provider.dialect
        guard case .incoming(let request) = call.source, request.dialect == dialect, let counting = dialect.counting,
            let provider = call.snapshot.provider(trial.candidate.provider.name), provider.platform == .direct
        else { return nil }
        let body = counting.request(request.body, model: trial.candidate.model.wireName)
        let clocks = Clocks(provider.clocks, Conduct.Clocks(), isStreamed: false, deadline: call.deadline)
        do throws(AttemptEnd) {
            let response: IncomingResponse
            do { response = try await client.send(try endpoint(body, provider, trial, call), body: body.body, clocks: clocks) } catch { throw AttemptEnd(error) }
            let answer = try await response.body(limit: Limits.errorBodyBytes, truncates: true)
            return response.status == 200 ? counting.tokens(in: answer).map(Usage.believable) : nil
        } catch {
            if case .fault = error { return nil }
            throw error
        }
    }
}
