import HTTPWire
import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

extension GatewayTests {
    /// Whole calls through APIs that clouds serve, each proved as its platform wants it.
    @Suite("Providers on platforms")
    struct PlatformServingTests {
        private static func table(_ provider: String, _ name: String) -> String {
            """
            schema = 1
            revision = "r"
            [tiers.balanced]
            models = ["m0"]
            [models.m0]
            provider = "\(provider)"
            name = "\(name)"
            """
        }

        private static func providers(_ socket: String) -> String {
            """
            [providers.bedrock]
            aws = { region = "eu-central-1" }
            socket = "\(socket)"
            key = [{ credential = "aws" }, { credential = "aws2" }]
            [providers.bearer]
            aws = { region = "eu-central-1" }
            socket = "\(socket)"
            key = { credential = "bedrock-api-key" }
            [providers.invoke]
            api = "anthropic-messages"
            aws = { region = "eu-central-1" }
            socket = "\(socket)"
            key = { credential = "json" }
            [providers.azure]
            url = "http://azure"
            azure = { api_version = "2024-10-21" }
            socket = "\(socket)"
            key = { credential = "azure-key" }
            """
        }

        private static let secrets = [
            "aws": "AKIDEXAMPLE:SECRET", "aws2": "AKIDSECOND:SECRET",
            "json": #"{"AccessKeyId": "AKIDJSON", "SecretAccessKey": "S", "SessionToken": "TOKEN"}"#,
        ]

        @LoopActor
        private static func station(_ provider: String, _ name: String) throws -> Station {
            try Station(table(provider, name), secrets: secrets, providers: providers)
        }

        @Test("Converse answers whole and streamed, each request signed anew", arguments: [true, false])
        func converse(_ stream: Bool) async throws {
            try await onLoop {
                let station = try Self.station("bedrock", "amazon.nova-lite-v1:0?text=from%20bedrock")
                let client = try await station.connect()
                client.send("{\"id\":1,\"method\":\"chat\",\"params\":{\"prompt\":\"a\",\"stream\":\(stream)}}")
                let (deltas, last) = try await client.answer(1)
                #expect(last["result"]?["text"]?.string == "from bedrock", "\(last)")
                #expect(deltas.isEmpty != stream)
                #expect(last["result"]?["usage"]?["output"]?.int ?? 0 > 0, "\(last)")
                let request = try #require(station.simulator.received.first)
                #expect(request.path == "/model/amazon.nova-lite-v1%3A0%3Ftext%3Dfrom%2520bedrock/\(stream ? "converse-stream" : "converse")")
                #expect(request.signature?.keyID == "AKIDEXAMPLE")
                #expect(request.signature?.scope.hasSuffix("/eu-central-1/bedrock/aws4_request") == true)
                #expect(request.signature?.signedHeaders == ["host", "x-amz-date"])
                #expect(request.fields.all("authorization").count == 1)
                await station.stop()
            }
        }

        @Test("a key that Bedrock refuses yields to the next one, by the type in its error's header")
        func nextKey() async throws {
            try await onLoop {
                let station = try Self.station("bedrock", "amazon.nova-lite-v1:0")
                station.simulator.scenario.keys = ["AKIDSECOND"]
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a","stream":false}}"#)
                #expect(try await client.answer(1).last["result"] != nil)
                #expect(station.simulator.received.map { $0.signature?.keyID } == ["AKIDEXAMPLE", "AKIDSECOND"])
                await station.stop()
            }
        }

        @Test("a Bedrock API key is a bearer token, and nothing is signed")
        func bearer() async throws {
            try await onLoop {
                let station = try Self.station("bearer", "amazon.nova-lite-v1:0")
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(1).last["result"] != nil)
                let request = try #require(station.simulator.received.first)
                #expect(request.fields["authorization"] == "Bearer bedrock-api-key")
                #expect(request.fields["x-amz-date"] == nil)
                await station.stop()
            }
        }

        @Test("Claude by InvokeModel: binary frames outside, Anthropic's events within, betas in the body", arguments: [true, false])
        func invoke(_ stream: Bool) async throws {
            try await onLoop {
                let station = try Self.station("invoke", "anthropic.claude-sonnet-4-5-20250929-v1:0?text=claude")
                let body = #"{"model":"shunt/auto","max_tokens":99,"stream":\#(stream),"messages":[{"role":"user","content":"a"}]}"#
                let text = try await station.connect().http(body, path: "/v1/messages", fields: ["anthropic-version: 2023-06-01", "anthropic-beta: x-1, y-2"])
                #expect(text.hasPrefix("HTTP/1.1 200 "), "\(text)")
                #expect(text.contains("claude"))
                if stream { #expect(text.contains("event: message_stop\n")) }
                let request = try #require(station.simulator.received.first)
                #expect(request.path.hasSuffix(stream ? "/invoke-with-response-stream" : "/invoke"))
                #expect(request.signature?.keyID == "AKIDJSON" && request.signature?.signedHeaders == ["host", "x-amz-date", "x-amz-security-token"])
                #expect(request.fields["x-amz-security-token"] == "TOKEN")
                let sent = try JSONDocument.parse(request.body).root
                #expect(sent["model"] == nil && sent["stream"] == nil)
                #expect(sent["anthropic_version"]?.string == "bedrock-2023-05-31")
                #expect(sent["anthropic_beta"]?.elements.map { $0.string } == ["x-1", "y-2"])
                await station.stop()
            }
        }

        @Test("Azure gets the deployment in the path and the key in its own field")
        func azure() async throws {
            try await onLoop {
                let station = try Self.station("azure", "my-gpt")
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                #expect(try await client.answer(1).last["result"] != nil)
                let request = try #require(station.simulator.received.first)
                #expect(request.path == "/openai/deployments/my-gpt/chat/completions" && request.query == "api-version=2024-10-21")
                #expect(request.fields["api-key"] == "azure-key" && request.fields["authorization"] == nil)
                await station.stop()
            }
        }

        @Test(
            "Vertex: a service account's token is asked for once and proves every request", .enabled(if: KeyPair.openssl != nil),
            arguments: [
                ("anthropic-messages", "claude-sonnet-4-5@20250929", "anthropic/models/claude-sonnet-4-5%4020250929:streamRawPredict"),
                ("gemini", "gemini-3-pro", "google/models/gemini-3-pro:streamGenerateContent"),
            ])
        func vertex(_ api: String, _ model: String, _ place: String) async throws {
            let keys = try #require(KeyPair.shared)
            try await onLoop {
                let google = try Simulator.start(tcp: 0)
                let account = keys.account("http://127.0.0.1:\(google.port)/token")
                let station = try Station(Self.table("vertex", model), secrets: ["account": account]) { _ in
                    """
                    [providers.vertex]
                    api = "\(api)"
                    vertex = { project = "p", location = "europe-west1" }
                    url = "http://127.0.0.1:\(google.port)/v1"
                    key = { credential = "account" }
                    """
                }
                google.scenario.keys = []
                let client = try await station.connect()
                for id in 1...2 {
                    client.send("{\"id\":\(id),\"method\":\"chat\",\"params\":{\"prompt\":\"a\"}}")
                    let last = try await client.answer(id).last
                    #expect(last["result"] != nil, "\(last)")
                }
                let requests = google.received
                #expect(requests.map(\.path).prefix(2) == ["/token", "/v1/projects/p/locations/europe-west1/publishers/\(place)"])
                #expect(requests.count == 3)
                #expect(requests.dropFirst().allSatisfy { $0.fields["authorization"]?.hasPrefix("Bearer ya29.") == true && $0.fields["x-api-key"] == nil && $0.fields["x-goog-api-key"] == nil })
                google.stop()
                await station.stop()
            }
        }

        @Test("a service account that cannot be exchanged is a fault of the key, told without its content", .enabled(if: KeyPair.openssl != nil))
        func refused() async throws {
            let keys = try #require(KeyPair.shared)
            try await onLoop {
                let google = try Simulator.start(tcp: 0)
                let account = keys.account("http://127.0.0.1:\(google.port)/nowhere")
                let station = try Station(Self.table("vertex", "gemini-3-pro"), secrets: ["account": account]) { _ in
                    """
                    [providers.vertex]
                    vertex = { project = "p", location = "l" }
                    url = "http://127.0.0.1:\(google.port)/v1"
                    key = { credential = "account" }
                    """
                }
                let client = try await station.connect()
                client.send(#"{"id":1,"method":"chat","params":{"prompt":"a"}}"#)
                let last = try await client.answer(1).last
                #expect(last["error"]?["message"]?.string?.contains("the service account is refused with status 404") == true, "\(last)")
                #expect(!last.description.contains("PRIVATE KEY"))
                google.stop()
                await station.stop()
            }
        }
    }
}
