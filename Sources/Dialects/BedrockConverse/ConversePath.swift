internal import Primitives

/// Where Bedrock takes a request: the model's id or ARN is one segment of the path.
enum ConversePath {
    static func of(_ plan: RequestPlan) -> String { "/model/\(PathSegment.encoded(plan.model))/\(plan.stream ? "converse-stream" : "converse")" }
}
