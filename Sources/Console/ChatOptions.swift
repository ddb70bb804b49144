internal import JSONText
internal import Options
internal import Primitives
internal import Settings

/// What the options of `ask`, `chat` and `explain` say about a call.
struct ChatOptions {
    static let all = [
        Option("mode", "m", value: "MODE", "what you are doing, such as planning, editing, debugging, background"),
        Option("model", value: "MODEL", "a profile (shunt/auto), a tier (tier/NAME) or a model, instead of the daemon's choice"),
        Option("session", value: "NAME", "the conversation that this belongs to; its calls stay on one model while its cache is warm"),
        Option("timeout", "t", value: "TIME", "give up after TIME, such as 30s, 250ms or 2m"),
        Option("tag", value: "NAME=VALUE", "a tag for the journal; may be repeated"),
    ]
    static let system = Option("system", value: "TEXT", "the system prompt")
    static let noStream = Option("no-stream", "ask for the answer as a whole")

    var mode: String?
    var model: String?
    var session: String?
    var system: String?
    var timeout: Duration?
    var tags: [(name: String, value: String)] = []
    var isStreamed = true

    init(_ arguments: Arguments, of command: Command) throws(UsageError) {
        mode = arguments.value("mode")
        model = arguments.value("model")
        session = arguments.value("session")
        system = arguments.value(Self.system.name)
        isStreamed = !arguments.has(Self.noStream.name)
        if let text = arguments.value("timeout") { timeout = try Self.timeout(text, command) }
        for tag in arguments.values("tag") { tags.append(try Self.tag(tag, command)) }
    }

    private static func timeout(_ text: String, _ command: Command) throws(UsageError) -> Duration {
        guard let time = Quantity.duration(text), time > .zero else {
            throw command.error("--timeout takes a time, not \"\(text)\"", remedy: "write 30s, 250ms or 2m")
        }
        return time
    }

    private static func tag(_ text: String, _ command: Command) throws(UsageError) -> (String, String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw command.error("--tag takes NAME=VALUE, not \"\(text)\"")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    /// The members of `params` that `prompt` and `body` share.
    func write(into writer: inout JSONWriter) {
        if let mode { writer.member("mode", mode) }
        if let session { writer.member("session", session) }
        if let model { writer.member("model", model) }
        // A time below a millisecond is not none.
        if let timeout { writer.member("timeout_ms", max(timeout.inMilliseconds, 1)) }
        guard !tags.isEmpty else { return }
        writer.object("tags") { for tag in tags { $0.key(tag.name); $0.value(tag.value) } }
    }

    func write(prompt: String, into writer: inout JSONWriter) {
        write(into: &writer)
        if let system { writer.member("system", system) }
        writer.member("prompt", prompt)
        if !isStreamed { writer.member("stream", false) }
    }
}
