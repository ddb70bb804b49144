internal import Conversation
internal import Primitives

/// Checks `aws`, `vertex` and `azure` of one `[providers.NAME]`: at most one of them, and an API that is served there.
struct PlatformChecker {
    let name: Placed<String>
    let draft: ConfigurationDraft.Provider

    private static let keys = ["aws", "vertex", "azure"]

    /// Whether the provider names a platform, soundly or not.
    static func isWritten(in draft: ConfigurationDraft.Provider) -> Bool { keys.contains(where: draft.written.contains) }

    func platform(_ findings: inout Findings) -> Platform {
        let written = Self.keys.filter(draft.written.contains)
        if written.count > 1 {
            findings.report("provider \"\(name.value)\" is on \(written.joined(separator: " and "))", at: name.place, suggestion: "write only one of them")
        }
        if let region = draft.aws?.value.region { return .aws(region: region) }
        if let vertex = draft.vertex?.value, let project = vertex.project, let location = vertex.location {
            return .vertex(project: project, location: location)
        }
        if let azure = draft.azure?.value { return .azure(version: azure.version) }
        if written.isEmpty, KnownProvider.named(name.value)?.dialect == .bedrockConverse, draft.url == nil, draft.socket == nil {
            findings.report("provider \"\(name.value)\" has no region", at: name.place, suggestion: "write aws = { region = \"REGION\" }")
        }
        return .direct
    }

    func check(_ dialect: Dialect, on platform: Platform, _ findings: inout Findings) {
        let served = Self.dialects(on: platform)
        guard platform != .direct, !served.contains(dialect), let place = place(of: platform) else { return }
        findings.report(
            "the api \(dialect.rawValue) is not served there", at: place,
            suggestion: "\(Self.key(platform)) goes with \(served.map(\.rawValue).joined(separator: " and "))")
    }

    /// The APIs that a platform serves; the first is meant where none is written.
    static func dialects(on platform: Platform) -> [Dialect] {
        switch platform {
        case .direct: []
        case .aws: [.bedrockConverse, .anthropicMessages]
        case .vertex: [.gemini, .anthropicMessages]
        case .azure: [.openAIChat, .openAIResponses]
        }
    }

    private static func key(_ platform: Platform) -> String {
        switch platform {
        case .direct: ""
        case .aws: "aws"
        case .vertex: "vertex"
        case .azure: "azure"
        }
    }

    private func place(of platform: Platform) -> Place? {
        switch platform {
        case .direct: nil
        case .aws: draft.aws?.place
        case .vertex: draft.vertex?.place
        case .azure: draft.azure?.place
        }
    }
}
