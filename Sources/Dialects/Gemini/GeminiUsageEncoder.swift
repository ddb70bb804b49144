internal import Conversation
internal import JSONText

/// Writes usage as Gemini counts it: the cache within the prompt, thoughts beside the answer.
enum GeminiUsageEncoder {
    static func write(_ usage: Usage, into writer: inout JSONWriter) {
        let cached = usage.cacheRead + usage.audioCacheRead
        writer.object("usageMetadata") { writer in
            writer.member("promptTokenCount", usage.totalInput)
            if cached > 0 { writer.member("cachedContentTokenCount", cached) }
            writer.member("candidatesTokenCount", usage.totalOutput - usage.reasoning)
            if usage.reasoning > 0 { writer.member("thoughtsTokenCount", usage.reasoning) }
            writer.member("totalTokenCount", usage.totalInput + usage.totalOutput)
            let (audio, image) = (usage.audioInput + usage.audioCacheRead, usage.imageInput)
            details("promptTokensDetails", text: usage.totalInput - audio - image, audio: audio, image: image, into: &writer)
            details("cacheTokensDetails", text: usage.cacheRead, audio: usage.audioCacheRead, image: 0, into: &writer)
            details("candidatesTokensDetails", text: usage.output, audio: usage.audioOutput, image: usage.imageOutput, into: &writer)
        }
    }

    private static func details(_ name: StaticString, text: Int, audio: Int, image: Int, into writer: inout JSONWriter) {
        guard text + audio + image > 0 else { return }
        writer.array(name) { writer in
            for (modality, count) in [("TEXT", text), ("AUDIO", audio), ("IMAGE", image)] where count > 0 {
                writer.object { writer in
                    writer.member("modality", modality)
                    writer.member("tokenCount", count)
                }
            }
        }
    }
}
