internal import Conversation
internal import Primitives

/// Where requests of OpenAI's APIs go: below the base URL, or where Azure serves them, which names the deployment by the model's name
/// (https://learn.microsoft.com/en-us/azure/ai-foundry/openai/reference).
enum OpenAIPlace {
    /// `call`: the path of the operation, such as `/chat/completions`.
    static func path(_ call: String, _ plan: RequestPlan) -> String {
        switch plan.platform {
        case .azure(nil): "/openai/v1\(call)"
        case .azure(let version?) where call == "/chat/completions" || call == "/embeddings":
            "/openai/deployments/\(PathSegment.encoded(plan.model))\(call)?api-version=\(PathSegment.encoded(version))"
        // Operations of later APIs name the deployment in the body alone.
        case .azure(let version?): "/openai\(call)?api-version=\(PathSegment.encoded(version))"
        case .direct, .aws, .vertex: call
        }
    }
}
