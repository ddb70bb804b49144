internal import Conversation
internal import JSONText

/// Splits the usage of a Gemini answer into classes that do not overlap. Each chunk's figures stand for the whole so far.
///
/// The prompt holds what was read from the cache; what the provider's own tools put before the model counts beside the prompt, and
/// thoughts beside the answer (https://ai.google.dev/api/generate-content#UsageMetadata).
struct GeminiUsage {
    private var prompt = 0
    private var toolPrompt = 0
    private var cached = 0
    private var answer: Int?
    private var thoughts = 0
    private var total = 0
    private var promptParts = Modalities()
    private var cachedParts = Modalities()
    private var answerParts = Modalities()

    /// Nil where `usage` holds no count.
    static func decode(_ usage: JSONValue, toolRequests: Int) -> Usage? {
        guard usage.kind == .object, !usage.isEmptyOrNull else { return nil }
        var counts = Self()
        for (key, value) in usage.members { counts.take(key, value) }
        return counts.usage(toolRequests: toolRequests)
    }

    private mutating func take(_ key: JSONKey, _ value: JSONValue) {
        switch key {
        case "promptTokenCount": prompt = Self.count(value)
        case "toolUsePromptTokenCount": toolPrompt = Self.count(value)
        case "cachedContentTokenCount": cached = Self.count(value)
        case "candidatesTokenCount": answer = Self.count(value)
        case "thoughtsTokenCount": thoughts = Self.count(value)
        case "totalTokenCount": total = Self.count(value)
        case "promptTokensDetails": promptParts = Modalities(value)
        case "cacheTokensDetails": cachedParts = Modalities(value)
        case "candidatesTokensDetails": answerParts = Modalities(value)
        default: break
        }
    }

    private func usage(toolRequests: Int) -> Usage {
        var usage = Usage()
        let read = prompt + toolPrompt
        let cached = min(self.cached, prompt)
        usage.audioCacheRead = min(cachedParts.audio, cached)
        usage.cacheRead = cached - usage.audioCacheRead
        usage.audioInput = min(max(promptParts.audio - cachedParts.audio, 0), read - cached)
        usage.imageInput = min(max(promptParts.image - cachedParts.image, 0), read - cached - usage.audioInput)
        usage.input = read - cached - usage.audioInput - usage.imageInput
        // Left out where nothing was written yet, and by some models altogether: then the total tells.
        let written = answer ?? max(0, total - read - thoughts)
        usage.reasoning = thoughts
        usage.audioOutput = min(answerParts.audio, written)
        usage.imageOutput = min(answerParts.image, written - usage.audioOutput)
        usage.output = written - usage.audioOutput - usage.imageOutput
        usage.toolRequests = toolRequests
        return usage
    }

    private static func count(_ value: JSONValue) -> Int { value.int.map(Usage.believable) ?? 0 }

    /// Tokens that are not text.
    private struct Modalities {
        var audio = 0
        var image = 0

        init() {}

        init(_ details: JSONValue) {
            for detail in details.elements {
                let count = detail["tokenCount"].map(GeminiUsage.count) ?? 0
                switch GeminiWord.read(detail["modality"], GeminiWord.modalities) {
                case "AUDIO": audio = Usage.believable(audio + count)
                case "IMAGE": image = Usage.believable(image + count)
                default: break
                }
            }
        }
    }
}
