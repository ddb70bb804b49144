internal import Conversation

/// Where a request goes: in this API the path names the model and says whether the answer is streamed. On Vertex it names the project too
/// (https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference).
enum GeminiPath {
    static func path(_ plan: RequestPlan) -> String {
        let call = "/models/\(PathSegment.encoded(plan.model)):\(plan.stream ? "streamGenerateContent?alt=sse" : "generateContent")"
        guard case .vertex(let project, let location) = plan.platform else { return call }
        return "/projects/\(PathSegment.encoded(project))/locations/\(PathSegment.encoded(location))/publishers/google\(call)"
    }
}
