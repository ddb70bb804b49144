/// Where an API is served under other URLs and keys than those of its vendor.
package enum Platform: Sendable, Hashable {
    /// As the vendor serves it, or anybody who does likewise.
    case direct
    /// Amazon Bedrock: Converse, and Anthropic's API as InvokeModel.
    case aws(region: String)
    /// Google's Vertex AI: its own API and Anthropic's.
    case vertex(project: String, location: String)
    /// Azure OpenAI: with a version the URLs of deployments, without one those of its v1 API.
    case azure(version: String?)

    /// The host that serves the platform's APIs, with the path that all of them begin with; nil where each customer has one of its own.
    package var url: String? {
        switch self {
        case .direct, .azure: nil
        case .aws(let region): "https://bedrock-runtime.\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")"
        case .vertex(_, "global"): "https://aiplatform.googleapis.com/v1"
        // These stand for all regions of a continent and have hosts of another kind.
        case .vertex(_, let location) where location == "us" || location == "eu": "https://aiplatform.\(location).rep.googleapis.com/v1"
        case .vertex(_, let location): "https://\(location)-aiplatform.googleapis.com/v1"
        }
    }
}
