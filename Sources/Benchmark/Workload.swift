internal import Simulator

/// What one request asks for and what its answer must be.
struct Workload: Sendable {
    /// The mode, and the simulator's model.
    let name: String
    /// What the simulator plays for it.
    let script: String
    let stream: Bool
    /// Tokens of an answer, each a chunk where it is streamed.
    let tokens: Int
    /// Bytes of text before the question, alike in all requests.
    let padding: Int

    /// A short question and a short whole answer.
    static let small = Workload(name: "small", script: "tokens=16", stream: false, tokens: 16, padding: 0)
    /// As fast as a quick model writes, slow enough that each chunk travels alone.
    static let stream = Workload(name: "stream", script: "tokens=100&delay=5ms", stream: true, tokens: 100, padding: 0)
    /// Long enough to have all of them open at once.
    static let open = Workload(name: "open", script: "tokens=40&delay=100ms", stream: true, tokens: 40, padding: 0)
    /// A large conversation and a short answer.
    static let large = Workload(name: "large", script: "tokens=16", stream: false, tokens: 16, padding: 1 << 20)

    static let all = [small, stream, open, large]

    /// The mode that leads to a provider of the caller's API, or to one of Anthropic's.
    func mode(translated: Bool) -> String { translated ? name + "-translated" : name }

    static var scenario: String {
        "{\"rules\":[" + all.map { "{\"model\":\"\($0.name)\",\"answer\":\"\($0.script)\"}" }.joined(separator: ",") + "]}"
    }

    func expectedText(of question: String) -> String {
        let asked = padding > 0 ? paddingText + question : question
        return AnswerText.words(tokens, seed: asked).joined()
    }

    var paddingText: String { String(repeating: "All work and no play makes the model a dull one. ", count: padding / 49) }
}
