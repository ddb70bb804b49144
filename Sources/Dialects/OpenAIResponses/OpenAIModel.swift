internal import Conversation
internal import Primitives

/// What a model takes over the Responses API, read off its wire name; later generations are taken to be like the latest known one.
///
/// From OpenAI's pages on reasoning and on its models; other makers' models are taken to know the steps that OpenAI's latest know.
struct OpenAIModel: Equatable {
    /// Whether the model thinks; others answer 400 to `reasoning` and to encrypted reasoning.
    let reasons: Bool
    /// The steps of `reasoning.effort` that it knows, the least first.
    let efforts: [Effort]
    /// Whether it thinks where nothing says how hard.
    private let thinksUnasked: Bool
    private let isOpenAIs: Bool

    init(_ wireName: String) {
        let name = String(wireName.split(separator: "/").last ?? "").replacing("openai.", with: "")
        isOpenAIs = OpenAIRequestEncoder.isOpenAIs(name)
        if !isOpenAIs {
            reasons = true
            efforts = name.hasPrefix("gpt-oss") ? [.low, .medium, .high] : [.none, .minimal, .low, .medium, .high, .xhigh]
            thinksUnasked = false
            return
        }
        efforts = Self.efforts(name)
        reasons = !efforts.isEmpty
        thinksUnasked = reasons && !efforts.contains(.none)
    }

    private static func efforts(_ name: String) -> [Effort] {
        if name.first == "o" { return name.includes("-pro") || !name.hasPrefix("o1-mini") ? [.low, .medium, .high] : [] }
        guard let version = version(name), version >= (5, 0), !name.includes("-chat") else { return [] }
        let codex = name.includes("-codex")
        switch version {
        case (5, 0): return name.includes("-pro") ? [.high] : codex ? [.low, .medium, .high] : [.minimal, .low, .medium, .high]
        case (5, 1): return codex ? [.low, .medium, .high] + (name.includes("-max") ? [.xhigh] : []) : [.none, .low, .medium, .high]
        default: return name.includes("-pro") ? [.medium, .high, .xhigh] : (codex ? [] : [.none]) + [.low, .medium, .high, .xhigh]
        }
    }

    /// `gpt-5`, `gpt-5.1-codex`, `gpt-5-2025-08-07`: the number behind `gpt-`.
    private static func version(_ name: String) -> (Int, Int)? {
        guard name.hasPrefix("gpt-") else { return nil }
        let numbers = name.dropFirst(4).prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) }
        guard let major = numbers.first ?? nil else { return nil }
        return (major, numbers.count > 1 ? numbers[1] ?? 0 : 0)
    }

    /// The nearest step at or below that the model knows, else its least; nil where it does not think.
    func word(_ effort: Effort) -> String? { (efforts.last { $0 <= effort } ?? efforts.first)?.rawValue }

    /// Whether it takes `temperature` and `top_p` at that effort: OpenAI's models refuse them while they think.
    func samples(_ effort: Effort?) -> Bool {
        guard isOpenAIs, reasons else { return true }
        guard let effort else { return !thinksUnasked }
        return word(effort) == Effort.none.rawValue
    }
}
