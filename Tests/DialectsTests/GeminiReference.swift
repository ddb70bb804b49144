import Conversation
import Foundation

/// Reads Gemini answers with Foundation, plainly: one pass over decoded chunks.
enum GeminiReference {
    typealias Object = [String: Any]

    /// Chunks on `data:` lines; what stands on other lines is one JSON object, an error.
    static func read(stream: Data) throws -> Reading {
        let lines = String(decoding: stream, as: UTF8.self).split(whereSeparator: \.isNewline)
        let rest = lines.filter { !$0.hasPrefix("data:") }.joined()
        let error = rest.isEmpty ? [] : [try JSONSerialization.jsonObject(with: Data(rest.utf8)) as! Object]
        return read(try OpenAIReference.objects(stream) + error)
    }

    static func read(_ answer: Any) -> Reading {
        var reading = Reading()
        var blocked = false
        var searches = 0
        for chunk in answer as? [Object] ?? [answer as! Object] {
            if chunk["error"] != nil { reading.failed = true }
            if let feedback = chunk["promptFeedback"] as? Object, feedback["blockReason"] != nil {
                blocked = true
                reading.refusal = feedback["blockReasonMessage"] as? String ?? ""
            }
            if let id = chunk["responseId"] as? String { reading.id = id }
            for candidate in chunk["candidates"] as? [Object] ?? [] {
                take(candidate, &reading)
                searches += ((candidate["groundingMetadata"] as? Object)?["webSearchQueries"] as? [String] ?? []).filter { $0 != "" }.count
            }
            if let counts = chunk["usageMetadata"] as? Object { reading.usage = usage(counts) }
            reading.usage?.toolRequests = searches
        }
        if blocked { reading.finish = .contentFilter }
        if reading.finish == .stop, !reading.calls.isEmpty { reading.finish = .toolCalls }
        return reading
    }

    private static func take(_ candidate: Object, _ reading: inout Reading) {
        for part in (candidate["content"] as? Object)?["parts"] as? [Object] ?? [] {
            if let text = part["text"] as? String {
                if part["thought"] as? Bool == true { reading.reasoning += text } else { reading.text += text }
            }
            if let call = part["functionCall"] as? Object {
                reading.calls.append(.init(name: call["name"] as! String, arguments: AnthropicReference.canonical(call["args"] ?? Object())))
            }
            let isGooglesOwn = !["executableCode", "codeExecutionResult", "toolCall", "toolResponse"].allSatisfy { part[$0] == nil }
            if let signature = part["thoughtSignature"] as? String, !isGooglesOwn { reading.signatures.append(signature) }
        }
        switch candidate["finishReason"] {
        case let word as String: reading.finish = finish(word)
        case let number as Int: reading.finish = [1: .stop, 2: .length][number]
        default: break
        }
    }

    private static func finish(_ word: String) -> FinishReason {
        switch word {
        case "STOP": .stop
        case "MAX_TOKENS": .length
        case "SAFETY", "RECITATION": .contentFilter
        case "UNEXPECTED_TOOL_CALL": .toolCalls
        default: .other(word)
        }
    }

    private static func usage(_ counts: Object) -> Usage {
        func number(_ key: String) -> Int { counts[key] as? Int ?? 0 }
        func modality(_ key: String, _ name: String, _ code: Int) -> Int {
            (counts[key] as? [Object] ?? []).filter { $0["modality"] as? String == name || $0["modality"] as? Int == code }
                .reduce(0) { $0 + ($1["tokenCount"] as? Int ?? 0) }
        }
        let cached = number("cachedContentTokenCount")
        let image = max(0, modality("promptTokensDetails", "IMAGE", 2) - modality("cacheTokensDetails", "IMAGE", 2))
        let audio = modality("promptTokensDetails", "AUDIO", 4)
        var usage = Usage(input: number("promptTokenCount") + number("toolUsePromptTokenCount") - cached - image - audio, cacheRead: cached, output: 0)
        (usage.imageInput, usage.audioInput) = (image, audio)
        usage.imageOutput = modality("candidatesTokensDetails", "IMAGE", 2)
        usage.audioOutput = modality("candidatesTokensDetails", "AUDIO", 4)
        usage.output = number("candidatesTokenCount") - usage.imageOutput - usage.audioOutput
        usage.reasoning = number("thoughtsTokenCount")
        return usage
    }
}
