/// Where a request goes: in this API the path names the model and says whether the answer is streamed.
enum GeminiPath {
    static func path(_ plan: RequestPlan) -> String {
        "/models/\(PathSegment.encoded(plan.model)):\(plan.stream ? "streamGenerateContent?alt=sse" : "generateContent")"
    }
}
