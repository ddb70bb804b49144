import JSONText
import Loop
import Primitives
import Simulator
import TestKit
import Testing

@Suite("Bedrock from the simulator")
struct BedrockTests {
    @Test("blocks of tools are opened, all are closed, and usage comes after the reason")
    func order() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.converse, "sim?reasoning=1&tool=f", stream: true)
                let frames = try Frames.parse(answered.body)
                #expect(answered.field("content-type") == "application/vnd.amazon.eventstream")
                #expect(frames.map { $0.fields[":event-type"] } == [
                    "messageStart",
                    "contentBlockDelta", "contentBlockDelta", "contentBlockStop",
                    "contentBlockStart", "contentBlockDelta", "contentBlockStop",
                    "messageStop", "metadata",
                ])
                #expect(try JSONDocument.parse(frames[7].payload).root["stopReason"]?.string == "tool_use")
            }
        }
    }

    @Test("a frame may have a wrong checksum", arguments: [Service.converse, .invoke])
    func checksum(service: Service) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(service, "sim?tokens=3&bad_checksum=1", stream: true)
                #expect(throws: Frames.Damaged.self) { try Frames.parse(answered.body) }
            }
        }
    }

    @Test("an error in the middle is an exception frame", arguments: [
        ("error=rate", "throttlingException"), ("error=overloaded", "serviceUnavailableException"), ("error=server", "internalServerException"),
        ("error=context", "validationException"), ("error=timeout", "modelStreamErrorException"),
    ])
    func exceptions(script: String, type: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                for service in [Service.converse, .invoke] {
                    let frames = try Frames.parse(try await client.ask(service, "sim?tokens=3&error_after=1&\(script)", stream: true).body)
                    #expect(frames.last?.fields[":message-type"] == "exception")
                    #expect(frames.last?.fields[":exception-type"] == type)
                    #expect(try JSONDocument.parse(try #require(frames.last).payload).root["message"]?.string?.isEmpty == false)
                }
            }
        }
    }

    @Test("the type of an error is in a header field")
    func errors() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let answered = try await client.ask(.converse, "sim?error=rate&message=slow", stream: true)
                #expect(answered.status == 429)
                #expect(answered.field("x-amzn-errortype")?.hasPrefix("ThrottlingException:") == true)
                #expect(answered.body.text == #"{"message":"slow"}"#)
            }
        }
    }

    @Test("a cache point keeps what stands before it")
    func cachePoint() async throws {
        try await onLoop {
            try await withSimulator { _, client in
                let long = String(repeating: "word", count: 1500)
                let body = #"{"system":[{"text":"\#(long)"},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[{"text":"hello"}]}]}"#
                var usages: [JSONValue?] = []
                for _ in 0..<2 {
                    client.send(body, to: "/model/sim/converse")
                    usages.append(try json(try await client.response().body)["usage"])
                }
                #expect(usages[0]?["cacheWriteInputTokens"]?.int == 1500)
                #expect(usages[1]?["cacheReadInputTokens"]?.int == 1500)
            }
        }
    }

    @Test("invoke takes the version in the body, and neither model nor stream", arguments: [
        #"{"max_tokens":1,"messages":[{"role":"user","content":"x"}]}"#,
        #"{"anthropic_version":"bedrock-2023-05-31","model":"m","max_tokens":1,"messages":[{"role":"user","content":"x"}]}"#,
        #"{"anthropic_version":"bedrock-2023-05-31","stream":true,"max_tokens":1,"messages":[{"role":"user","content":"x"}]}"#,
    ])
    func invoke(body: String) async throws {
        try await onLoop {
            try await withSimulator { _, client in
                client.send(body, to: "/model/sim/invoke")
                let head = try await client.response().head
                #expect(head.contains("x-amzn-errortype: ValidationException"))
            }
        }
    }

    @Test("what a request was signed with is kept, without the signature")
    func signature() async throws {
        try await onLoop {
            try await withSimulator { simulator, client in
                let field = "authorization: AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/bedrock/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123abcd"
                _ = try await client.ask(.converse, "sim", stream: false, fields: [field, "x-amz-security-token: very-secret"])
                #expect(simulator.received.first?.signature?.signedHeaders == ["host", "x-amz-date"])
                client.send("", to: "/_simulator/requests", method: "GET")
                let shown = try await client.response().body
                let signature = try json(shown)["requests"].items.first?["signature"]
                #expect(signature?["key_id"]?.string == "AKID")
                #expect(signature?["scope"]?.string == "20260101/us-east-1/bedrock/aws4_request")
                #expect(!shown.contains("0123abcd") && !shown.contains("very-secret"))
            }
        }
    }
}
