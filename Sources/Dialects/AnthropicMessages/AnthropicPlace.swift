internal import Conversation
internal import HTTPWire
internal import Primitives

/// Where a Messages request goes and what its body says there: on other platforms the path names the model, the body says which
/// version of the API is meant, and Bedrock wants to know the betas in the body too
/// (https://docs.anthropic.com/en/api/claude-on-amazon-bedrock, https://docs.anthropic.com/en/api/claude-on-vertex-ai).
struct AnthropicPlace {
    /// The fields of requests to Anthropic itself.
    static let directFields: HeaderFields = ["content-type": "application/json", "anthropic-version": "2023-06-01"]

    let path: String
    let fields: HeaderFields
    /// The body's `anthropic_version`; nil where a header field says it.
    let version: String?
    /// Whether the body names the model.
    let namesModel: Bool
    /// Whether the body says that the answer is to be streamed.
    let saysStream: Bool
    /// The body's `anthropic_beta`.
    let betas: [String]

    init(_ plan: RequestPlan) {
        let model = PathSegment.encoded(plan.model)
        switch plan.platform {
        case .direct, .azure:
            path = "/messages"
            fields = Self.directFields
            (version, namesModel, saysStream, betas) = (nil, true, true, [])
        case .aws:
            path = "/model/\(model)/\(plan.stream ? "invoke-with-response-stream" : "invoke")"
            fields = ["content-type": "application/json"]
            (version, namesModel, saysStream, betas) = ("bedrock-2023-05-31", false, false, plan.betas)
        case .vertex(let project, let location):
            let place = "/projects/\(PathSegment.encoded(project))/locations/\(PathSegment.encoded(location))/publishers/anthropic/models/"
            path = "\(place)\(model):\(plan.stream ? "streamRawPredict" : "rawPredict")"
            fields = ["content-type": "application/json"]
            (version, namesModel, saysStream, betas) = ("vertex-2023-10-16", false, true, [])
        }
    }
}
