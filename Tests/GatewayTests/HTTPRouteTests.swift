import Conversation
import HTTPWire
import Testing

@testable import Gateway

@Suite("Paths of the HTTP door")
struct HTTPRouteTests {
    private func route(_ method: String, _ path: String, _ fields: HeaderFields = [:]) -> HTTPRoute {
        HTTPRoute(method: method, path: path, fields: fields)
    }

    @Test(
        "each API's calls are found under the base URLs that its SDKs are given",
        arguments: [
            ("/v1/chat/completions", Dialect.openAIChat), ("/chat/completions", .openAIChat), ("/openai/v1/chat/completions", .openAIChat),
            ("/openai/chat/completions", .openAIChat), ("/v1/messages", .anthropicMessages), ("/messages", .anthropicMessages),
            ("/anthropic/v1/messages", .anthropicMessages),
        ])
    func calls(_ path: String, _ dialect: Dialect) {
        let route = route("POST", path)
        #expect(route.action == .chat && route.dialect == dialect)
    }

    @Test("what several APIs have is told apart by the base URL, else by the fields that an SDK sends")
    func models() {
        #expect(route("GET", "/v1/models").dialect == .openAIChat)
        #expect(route("GET", "/v1/models", ["Anthropic-Version": "2023-06-01"]).dialect == .anthropicMessages)
        #expect(route("GET", "/anthropic/v1/models").dialect == .anthropicMessages)
        #expect(route("GET", "/openai/v1/models", ["anthropic-version": "2023-06-01"]).dialect == .openAIChat)
    }

    @Test("a model's name may hold slashes, as they are or percent-encoded")
    func names() {
        #expect(route("GET", "/v1/models/shunt/auto").action == .model("shunt/auto"))
        #expect(route("GET", "/v1/models/shunt%2Fauto").action == .model("shunt/auto"))
        #expect(route("GET", "/v1/models/a%zz%2").action == .model("a%zz%2"))
        #expect(route("GET", "/v1/models/").action == .notFound)
    }

    @Test("what is not there is refused in the shape of the API that it stands below")
    func strangers() {
        #expect(route("POST", "/v1/messages/batches") == route("GET", "/anthropic/v1/nothing"))
        #expect(route("POST", "/v1/messagess").dialect == .openAIChat)
        #expect(route("POST", "/v1/nothing").action == .notFound)
        #expect(route("GET", "/anthropic").action == .notFound)
        #expect(route("GET", "/v1/messages").action == .methodNotAllowed(allow: "POST"))
        #expect(route("POST", "/v1/models").action == .methodNotAllowed(allow: "GET"))
    }

    @Test("a query's values are decoded, and the first of a name counts")
    func query() {
        let query = HTTPQuery("beta=true&after_id=shunt%2Fauto&limit=&limit=5&flag")
        #expect(query["beta"] == "true")
        #expect(query["after_id"] == "shunt/auto")
        #expect(query["limit"] == "")
        #expect(query["flag"] == "")
        #expect(query["alt"] == nil)
        #expect(HTTPQuery(nil)["alt"] == nil)
    }
}
