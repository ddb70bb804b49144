import Conversation
import Dialects
import HTTPWire
import Primitives
import Testing

/// What a platform changes of a request: the path, the key's field, and what the body says.
@Suite("Platforms")
struct PlatformTests {
    private static let openAI = #"{"model":"shunt/auto","stream":true,"messages":[{"role":"user","content":"a"}]}"#
    private static let anthropic = #"{"model":"shunt/auto","stream":true,"max_tokens":9,"metadata":{"mode":"x"},"messages":[{"role":"user","content":"a"}]}"#

    private func send(_ body: String, _ from: Dialect, to dialect: Dialect, _ model: String, _ platform: Platform, betas: [String] = []) throws -> OutgoingBody {
        let incoming = try IncomingRequest.decode(Bytes(body.utf8), dialect: from)
        var plan = RequestPlan(model: model, stream: incoming.facts.stream)
        plan.platform = platform
        plan.betas = betas
        return try ProviderRequest.encode(.incoming(incoming), as: plan, for: dialect)
    }

    @Test("Claude on Bedrock: the path names model and stream, the body the version and the betas")
    func bedrock() throws {
        let model = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
        let passed = try send(Self.anthropic, .anthropicMessages, to: .anthropicMessages, model, .aws(region: "eu-central-1"), betas: ["a-1", "b-2"])
        #expect(passed.path == "/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke-with-response-stream")
        #expect(passed.fields == ["content-type": "application/json"])
        #expect(passed.body.text == #"{"anthropic_version":"bedrock-2023-05-31","anthropic_beta":["a-1","b-2"],"max_tokens":9,"messages":[{"role":"user","content":"a"}]}"#)
        let whole = Self.anthropic.replacing(#""stream":true,"#, with: "")
        let told = try send(Self.openAI, .openAIChat, to: .anthropicMessages, model, .aws(region: "eu-central-1"))
        #expect(told.body.text == #"{"anthropic_version":"bedrock-2023-05-31","max_tokens":8192,"messages":[{"role":"user","content":[{"type":"text","text":"a"}]}]}"#)
        #expect(try send(whole, .anthropicMessages, to: .anthropicMessages, model, .aws(region: "x")).path.hasSuffix("/invoke"))
    }

    @Test("Claude on Vertex: the path names the model, the body the version")
    func vertex() throws {
        let platform = Platform.vertex(project: "my-project", location: "europe-west1")
        let passed = try send(Self.anthropic, .anthropicMessages, to: .anthropicMessages, "claude-sonnet-4-5@20250929", platform, betas: ["ignored"])
        #expect(passed.path == "/projects/my-project/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4-5%4020250929:streamRawPredict")
        #expect(passed.body.text == #"{"anthropic_version":"vertex-2023-10-16","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"a"}]}"#)
        let told = try send(Self.openAI, .openAIChat, to: .anthropicMessages, "claude-sonnet-4-5@20250929", platform)
        #expect(told.body.text.hasPrefix(#"{"anthropic_version":"vertex-2023-10-16","max_tokens":8192,"#) && told.body.text.hasSuffix(#""stream":true}"#))
        #expect(!told.body.text.contains("claude"))
    }

    @Test("Gemini on Vertex: the path names project and model, the body is the API's own")
    func gemini() throws {
        let sent = try send(Self.openAI, .openAIChat, to: .gemini, "gemini-3-pro", .vertex(project: "p", location: "global"))
        #expect(sent.path == "/projects/p/locations/global/publishers/google/models/gemini-3-pro:streamGenerateContent?alt=sse")
        #expect(try sent.body == send(Self.openAI, .openAIChat, to: .gemini, "gemini-3-pro", .direct).body)
    }

    @Test("Azure: a deployment's path with a version, the v1 path without one")
    func azure() throws {
        #expect(try send(Self.openAI, .openAIChat, to: .openAIChat, "my gpt", .azure(version: "2024-10-21")).path == "/openai/deployments/my%20gpt/chat/completions?api-version=2024-10-21")
        let v1 = try send(Self.openAI, .openAIChat, to: .openAIChat, "gpt", .azure(version: nil))
        #expect(v1.path == "/openai/v1/chat/completions" && v1.body.text.contains(#""model":"gpt""#))
        #expect(try send(Self.anthropic, .anthropicMessages, to: .openAIChat, "gpt", .azure(version: nil)).path == v1.path)
    }

    @Test("a request to the vendor itself is as it was")
    func direct() throws {
        let sent = try send(Self.anthropic, .anthropicMessages, to: .anthropicMessages, "claude-x", .direct)
        #expect(sent.path == "/messages" && sent.fields["anthropic-version"] == "2023-06-01")
        #expect(sent.body.text == #"{"model":"claude-x","stream":true,"max_tokens":9,"messages":[{"role":"user","content":"a"}]}"#)
    }

    @Test("each platform wants the key in a field of its own")
    func authorization() {
        func field(_ platform: Platform) -> HeaderFields.Field { ProviderRequest.authorization("k", dialect: .anthropicMessages, platform: platform) }
        #expect(field(.direct) == HeaderFields.Field(name: "x-api-key", value: "k"))
        #expect(field(.aws(region: "r")) == HeaderFields.Field(name: "authorization", value: "Bearer k"))
        #expect(field(.vertex(project: "p", location: "l")) == HeaderFields.Field(name: "authorization", value: "Bearer k"))
        #expect(field(.azure(version: nil)) == HeaderFields.Field(name: "api-key", value: "k"))
    }

    @Test("a platform's host follows from its region or location")
    func hosts() {
        #expect(Platform.aws(region: "eu-central-1").url == "https://bedrock-runtime.eu-central-1.amazonaws.com")
        #expect(Platform.aws(region: "cn-north-1").url == "https://bedrock-runtime.cn-north-1.amazonaws.com.cn")
        #expect(Platform.vertex(project: "p", location: "europe-west1").url == "https://europe-west1-aiplatform.googleapis.com/v1")
        #expect(Platform.vertex(project: "p", location: "global").url == "https://aiplatform.googleapis.com/v1")
        #expect(Platform.vertex(project: "p", location: "us").url == "https://aiplatform.us.rep.googleapis.com/v1")
        #expect(Platform.azure(version: nil).url == nil)
    }
}
