package import Options

/// The command line of `shunt-simulator`.
package struct SimulatorOptions: Sendable, Equatable {
    package enum Address: Sendable, Equatable {
        case tcp(port: UInt16)
        case unix(path: String)
    }

    package var address = Address.tcp(port: 0)
    package var scenarioPath: String?
    package var quiet = false
    package var help = false

    package init(_ words: some Sequence<String>) throws(UsageError) {
        let arguments = try Self.command.parse(words)
        if let text = arguments.value("listen") { address = try Self.address(text) }
        scenarioPath = arguments.value("scenario")
        quiet = arguments.has("quiet")
        help = arguments.has("help")
    }

    private static func address(_ text: String) throws(UsageError) -> Address {
        if text.hasPrefix("unix:") { return .unix(path: String(text.dropFirst(5))) }
        for host in ["127.0.0.1:", "localhost:"] where text.hasPrefix(host) {
            if let port = UInt16(text.dropFirst(host.count)) { return .tcp(port: port) }
        }
        throw UsageError("\"\(text)\" is no address to listen on", remedy: "it takes 127.0.0.1:PORT or unix:PATH", help: "shunt-simulator --help")
    }

    package static let command = Command(
        "shunt-simulator",
        """
        A scripted provider of LLM answers over HTTP: OpenAI's chat completions, responses and embeddings, Anthropic's messages, \
        Gemini and Bedrock, also as Azure and Vertex serve them, streamed and whole, with usage, a prompt cache, delays and faults \
        on request; any model name and any key will do
        """,
        options: [
            Option("listen", value: "ADDRESS", "listen on 127.0.0.1:PORT (0, the default, for any free port) or unix:PATH; it prints \"listening on ADDRESS\" when it does"),
            Option("scenario", value: "FILE", "play this scenario"),
            Option("quiet", "q", "print nothing but errors"),
            .help,
        ],
        sections: [
            HelpSection("Paths, after any prefix", .lines([
                "/chat/completions, /responses, /embeddings, also below /openai/deployments/DEPLOYMENT",
                "/messages, /messages/count_tokens",
                "/models/MODEL:generateContent, :streamGenerateContent, :countTokens, also below /projects/P/locations/L/publishers/google",
                "/publishers/anthropic/models/MODEL:rawPredict, :streamRawPredict",
                "/model/MODEL/converse, /converse-stream, /invoke, /invoke-with-response-stream",
                "/token (a service account's assertion for an access token), GET /models, GET /foundation-models",
            ])),
            HelpSection("Scripts", .text("A script is name=value&name=value. It stands after the model's name (sim-large?tokens=60&delay=5ms; in a path %3F for ?), in the request header x-simulator, or in the answer of a scenario's rule. The words:")),
            HelpSection("Words", .rows(Directive.all.map { ("\($0.name)=\($0.value)", $0.meaning) })),
            HelpSection("Scenarios", .lines([
                #"{"models": ["sim-large"], "keys": ["sk-a"],"#,
                #" "rules": [{"model": "sim-*", "path": "*/messages", "header": {"x-a": "b*"}, "answer": "status=429&times=2"}]}"#,
            ])),
            HelpSection("Control", .rows([
                ("PUT /_simulator/scenario", "plays another scenario"),
                ("GET /_simulator/requests", "shows what came in, without the keys, and which header fields a signature covers"),
                ("DELETE /_simulator/requests", "forgets it"),
            ])),
        ]
    )
}
