internal import Conversation

/// Where a request goes and what its body may hold there: the path names the model and says whether the answer is streamed, and each
/// of Google's two services refuses a field of the other's
/// (https://ai.google.dev/api/generate-content, https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference).
struct GeminiPlace {
    let path: String
    /// Whether requests carry labels.
    let labels: Bool
    /// Whether the body names a service tier.
    let serviceTier: Bool

    init(_ plan: RequestPlan) {
        let method = "/models/\(PathSegment.encoded(plan.model)):\(plan.stream ? "streamGenerateContent?alt=sse" : "generateContent")"
        switch plan.platform {
        case .direct, .aws, .azure: (path, labels, serviceTier) = (method, false, true)
        case .vertex(let project, let location):
            let place = "/projects/\(PathSegment.encoded(project))/locations/\(PathSegment.encoded(location))/publishers/google"
            (path, labels, serviceTier) = (place + method, true, false)
        }
    }

    /// Whether Google takes a label: at most 63 small letters, digits, `_` and `-`, the name beginning with a letter
    /// (https://cloud.google.com/resource-manager/docs/labels-overview#requirements).
    static func takes(_ label: Label) -> Bool {
        func isPlain(_ text: String) -> Bool {
            text.utf8.count <= 63
                && text.unicodeScalars.allSatisfy {
                    switch $0 {
                    case "a"..."z", "0"..."9", "_", "-": true
                    default: false
                    }
                }
        }
        return isPlain(label.name) && isPlain(label.value) && label.name.first?.isLetter == true
    }
}
