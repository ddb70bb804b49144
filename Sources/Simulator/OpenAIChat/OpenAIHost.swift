internal import HTTPWire
internal import JSONText

/// Who serves OpenAI's APIs: OpenAI itself or Azure, whose addresses name a deployment in place of a model
/// (https://learn.microsoft.com/azure/ai-foundry/openai/reference).
enum OpenAIHost: Sendable, Equatable {
    case openAI
    /// The deployment is nil at `/openai/v1`, where the request's body names it.
    case azure(deployment: String?)

    init(_ head: RequestHead) {
        if let deployment = head.segment(after: "deployments") {
            self = .azure(deployment: deployment)
        } else if head.path.contains("/openai/v1/"), head.fields["api-key"] != nil {
            self = .azure(deployment: nil)
        } else {
            self = .openAI
        }
    }

    func model(_ json: JSONValue) throws(ErrorAnswer) -> String {
        if case .azure(let deployment?) = self { return deployment }
        if let model = json["model"]?.string { return model }
        throw OpenAIErrors.missing("model")
    }

    /// What Azure adds about the prompt; empty elsewhere.
    var filters: String {
        if self == .openAI { return "" }
        let safe = ["hate", "self_harm", "sexual", "violence"].map { "\"\($0)\":{\"filtered\":false,\"severity\":\"safe\"}" }.joined(separator: ",")
        return ",\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{\(safe)}}]"
    }

    func response(_ error: ErrorAnswer) -> ErrorResponse {
        self == .openAI ? OpenAIErrors.response(error) : AzureErrors.response(error)
    }

    func fields(status: Int, requestID: String) -> String {
        let left = status == 429 ? 0 : 499
        if self == .openAI {
            return """
                server: shunt-simulator\r\nopenai-version: 2020-10-01\r\nopenai-organization: simulator\r\nopenai-processing-ms: 1\r\nx-request-id: \(requestID)\r\n\
                x-ratelimit-limit-requests: 500\r\nx-ratelimit-remaining-requests: \(left)\r\nx-ratelimit-reset-requests: 120ms\r\n
                """
        }
        return """
            server: shunt-simulator\r\napim-request-id: \(requestID)\r\nx-request-id: \(requestID)\r\nx-ms-region: Simulated\r\n\
            x-ratelimit-limit-requests: 500\r\nx-ratelimit-remaining-requests: \(left)\r\n
            """
    }
}
