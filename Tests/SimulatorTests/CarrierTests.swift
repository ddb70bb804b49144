import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Azure, Vertex, embeddings and tokens from the simulator")
struct CarrierTests {
    @Test("Azure's first chunk has no choice, and its gateway words its own errors")
    func azure() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let stream = try await client.ask(.azure, "sim?tokens=1", stream: true)
                let first = try #require(try Service.azure.events(stream.body).first.flatMap(\.self))
                #expect(first["choices"]?.count == 0 && first["id"]?.string == "" && first["prompt_filter_results"] != nil)
                #expect(stream.field("apim-request-id") != nil)
                let refused = try await client.ask(.azure, "sim?error=not_found", stream: false)
                #expect(try refused.json()["error"]?["code"]?.string == "DeploymentNotFound")
            }
        }
    }

    @Test("Azure serves responses below its own path")
    func azureResponses() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(#"{"model":"sim","input":"x"}"#, to: "/openai/v1/responses?api-version=preview", fields: ["api-key: k"])
                let (head, body) = try await client.response()
                #expect(head.contains("apim-request-id: ") && body.contains("\"object\":\"response\""))
            }
        }
    }

    @Test("on Vertex the gateway's refusals are Google's, the model's are Anthropic's")
    func vertex() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let limited = try await client.ask(.vertexMessages, "sim?error=rate", stream: true).json()
                let overloaded = try await client.ask(.vertexMessages, "sim?error=overloaded", stream: true).json()
                #expect(limited["error"]?["status"]?.string == "RESOURCE_EXHAUSTED")
                #expect(overloaded["error"]?["type"]?.string == "overloaded_error")
            }
        }
    }

    @Test("errors have Google's codes", arguments: [
        (Service.gemini, "error=auth", 400, "INVALID_ARGUMENT"), (.vertex, "error=auth", 401, "UNAUTHENTICATED"),
        (.gemini, "error=rate", 429, "RESOURCE_EXHAUSTED"), (.gemini, "error=not_found", 404, "NOT_FOUND"), (.gemini, "status=503", 503, "UNAVAILABLE"),
    ])
    func googleErrors(service: Service, script: String, status: Int, code: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?\(script)", stream: false)
                #expect(answered.status == status)
                #expect(try answered.json()["error"]?["code"]?.int == status)
                #expect(try answered.json()["error"]?["status"]?.string == code)
            }
        }
    }

    @Test("embeddings are the same for the same text, as numbers and as base64")
    func embeddings() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(#"{"model":"sim","input":["one","two","one"]}"#, to: "/v1/embeddings")
                let answer = try json(try await client.response().body)
                let vectors = answer["data"].items.map { $0["embedding"].items.compactMap(\.double).map(Float.init) }
                #expect(vectors.map(\.count) == [8, 8, 8])
                #expect(vectors[0] == vectors[2] && vectors[0] != vectors[1])
                #expect(abs(vectors[0].reduce(0) { $0 + $1 * $1 } - 1) < 0.001)
                #expect(answer["usage"]?["prompt_tokens"]?.int == 3)
                client.send(#"{"model":"sim","input":"one","encoding_format":"base64","dimensions":8}"#, to: "/v1/embeddings")
                let bytes = Frames.decode(try json(try await client.response().body)["data"].items.first?["embedding"]?.string ?? "")
                let bits = (0..<8).map { number in bytes[(4 * number)..<(4 * number + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) } }
                #expect(bits.map(Float.init(bitPattern:)) == vectors[0])
            }
        }
    }

    /// {"alg":"RS256"} and a service account's claims, with a signature that nobody checks.
    private static let assertion = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhQGIiLCJzY29wZSI6InMiLCJhdWQiOiJ0IiwiaWF0IjoxLCJleHAiOjM2MDF9.c2ln"

    @Test("an assertion is exchanged for a token, which then is a key")
    func token() async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                simulator.scenario = try Scenario.parse(Bytes(#"{"keys":["k"]}"#.utf8))
                client.send("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=\(Self.assertion)", to: "/token")
                let answer = try json(try await client.response().body)
                let token = try #require(answer["access_token"]?.string)
                #expect(answer["token_type"]?.string == "Bearer" && answer["expires_in"]?.int == 3599)
                let accepted = try await client.ask(.vertex, "sim", stream: false, fields: ["authorization: Bearer \(token)"])
                let refused = try await client.ask(.vertex, "sim", stream: false, fields: ["authorization: Bearer ya29.other"])
                #expect(accepted.status == 200 && refused.status == 401)
            }
        }
    }

    @Test("what is no sound assertion gets no token", arguments: [
        ("grant_type=password&assertion=x", "unsupported_grant_type"),
        ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=a.b", "invalid_request"),
        ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=eyJhbGciOiJIUzI1NiJ9.e30.c2ln", "invalid_grant"),
        ("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=eyJhbGciOiJSUzI1NiJ9.e30.c2ln", "invalid_grant"),
    ])
    func refusedToken(form: String, code: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(form, to: "/token")
                let (head, body) = try await client.response()
                #expect(head.contains(" 400 "))
                #expect(try json(body)["error"]?.string == code)
            }
        }
    }

    @Test("a schema for the text is followed", arguments: Service.allCases.filter { ![.converse].contains($0) })
    func schema(service: Service) async throws {
        let schema = #"{"type":"object","properties":{"city":{"type":"string"},"at":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"]}},"required":["city","at"]}"#
        let more = switch service {
        case .chat, .azure: #","response_format":{"type":"json_schema","json_schema":{"name":"s","schema":\#(schema)}}"#
        case .responses: #","text":{"format":{"type":"json_schema","name":"s","schema":\#(schema)}}"#
        case .messages, .vertexMessages, .invoke: #","output_config":{"format":{"type":"json_schema","schema":\#(schema)}}"#
        default: #","generationConfig":{"responseJsonSchema":\#(schema)}"#
        }
        try await onLoop {
            try await withSimulator { _, client in
                let answer = try await client.ask(service, "sim", stream: false, more: more).json()
                #expect(service.text(answer) == #"{"city":"example","at":{"x":1}}"#)
            }
        }
    }

    @Test("models are listed in each API's shape", arguments: [
        ("/v1/models", "anthropic-version: 2023-06-01", "\"display_name\""), ("/v1beta/models", "x-goog-api-key: k", "\"models/sim-small\""),
        ("/foundation-models", "x: y", "\"modelSummaries\""), ("/v1/models", "x: y", "\"owned_by\""),
    ])
    func models(path: String, field: String, mark: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send("", to: path, method: "GET", fields: [field])
                let list = try await client.response().body
                #expect(list.contains(mark))
            }
        }
    }
}
