import Conversation
import Dialects
import Primitives
import Testing

@Suite("Pictures and files within a request")
struct InlineMediaTests {
    /// A request of one part each, and the path of the field that holds its base64.
    private static let requests: [(dialect: Dialect, body: String, field: String)] = [
        (.openAIChat, #"{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,DATA"}}]}]}"#, "messages[0].content[0].image_url.url"),
        (.openAIChat, #"{"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav","data":"DATA"}}]}]}"#, "messages[0].content[0].input_audio.data"),
        (.openAIChat, #"{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:application/pdf;base64,DATA"}}]}]}"#, "messages[0].content[0].file.file_data"),
        (.openAIResponses, #"{"model":"m","input":[{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,DATA"}]}]}"#, "input[0].content[0].image_url"),
        (.openAIResponses, #"{"model":"m","input":[{"role":"user","content":[{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,DATA"}]}]}"#, "input[0].content[0].file_data"),
        (.anthropicMessages, #"{"model":"m","max_tokens":1,"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"DATA"}}]}]}"#, "messages[0].content[0].source.data"),
        (.gemini, #"{"model":"m","contents":[{"role":"user","parts":[{"inlineData":{"mimeType":"image/png","data":"DATA"}}]}]}"#, "contents[0].parts[0].inlineData.data"),
        (.bedrockConverse, #"{"model":"m","messages":[{"role":"user","content":[{"image":{"format":"png","source":{"bytes":"DATA"}}}]}]}"#, "messages[0].content[0].image.source.bytes"),
    ]

    private static func read(_ request: (dialect: Dialect, body: String, field: String), _ data: String) throws -> ChatRequest {
        let body = Bytes(request.body.replacing("DATA", with: data).utf8)
        return try IncomingRequest.decode(body, dialect: request.dialect).conversation()
    }

    @Test("what is no base64 is refused, and its field named", arguments: requests.indices, ["@@@", "A", "AAAA*"])
    func refused(index: Int, data: String) throws {
        let request = Self.requests[index]
        #expect(throws: DialectError("\(request.field) is not base64", parameter: request.field, code: "invalid_base64")) {
            _ = try Self.read(request, data)
        }
    }

    @Test("base64 is taken, also in the alphabet for URLs", arguments: requests.indices, ["AAAA", "+/8=", "-_8"])
    func taken(index: Int, data: String) throws {
        let part = try #require(try Self.read(Self.requests[index], data).messages.first?.parts.first)
        let media: Media? = switch part {
        case .image(let media, _), .audio(let media), .document(let media, _, _): media
        default: nil
        }
        #expect(media?.source == .base64(data == "-_8" ? "+/8=" : data))
    }
}
