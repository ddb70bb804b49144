internal import Conversation
internal import Primitives

/// What a Gemini model takes, read off its wire name; later generations are taken to be like the latest known one.
///
/// From Google's pages on thinking, thought signatures and function calling (https://ai.google.dev/gemini-api/docs/thinking,
/// …/thought-signatures, …/function-calling).
struct GeminiModel: Equatable {
    enum Thinking: Equatable {
        case none
        /// `thinkingBudget` in tokens, within these bounds; `mayRest` where 0 switches thinking off.
        case budget(ClosedRange<Int>, mayRest: Bool)
        /// `thinkingLevel`: the steps that the model knows.
        case level([Effort])
    }

    let thinking: Thinking
    /// The model refuses calls of earlier turns without a signature.
    let demandsSignatures: Bool
    /// Calls and their results carry ids; earlier models refuse them.
    let callIdentifiers: Bool
    /// Results of tools may hold images and documents.
    let mediaInResults: Bool
    /// Schemas bind the answer beside tools, too.
    let schemaBesideTools: Bool
    /// `presencePenalty` and `frequencyPenalty`.
    let penalties: Bool
    /// A grounded answer is billed by search rather than once.
    let billsEachSearch: Bool

    init(_ name: String) {
        let version = Self.version(name) ?? .latest
        let isThird = version >= Version(3, 0)
        thinking = Self.thinking(name, version)
        demandsSignatures = isThird
        callIdentifiers = isThird
        mediaInResults = isThird
        schemaBesideTools = isThird
        penalties = !isThird
        billsEachSearch = isThird
    }

    private static func thinking(_ name: String, _ version: Version) -> Thinking {
        let isFlash = name.includes("flash")
        switch version {
        case ..<Version(2, 5): return .none
        case ..<Version(3, 0):
            if !isFlash { return .budget(128...32_768, mayRest: false) }
            return .budget((name.includes("lite") ? 512 : 1)...24_576, mayRest: true)
        // From 3.7 on the least step is gone; Pro models never had it, and the first of them lacked the middle.
        case Version(3, 0) where !isFlash: return .level([.low, .high])
        default: return .level(isFlash && version < Version(3, 7) ? [.minimal, .low, .medium, .high] : [.low, .medium, .high])
        }
    }

    private struct Version: Comparable {
        let major, minor: Int

        init(_ major: Int, _ minor: Int) {
            self.major = major
            self.minor = minor
        }

        static let latest = Version(.max, 0)

        static func < (left: Self, right: Self) -> Bool { (left.major, left.minor) < (right.major, right.minor) }
    }

    /// `gemini-2.5-flash-lite`, `gemini-3-pro-preview`, `models/gemini-3.1-flash`: the number behind `gemini`. Names without one, such
    /// as `gemini-flash-latest`, follow the latest.
    private static func version(_ name: String) -> Version? {
        let words = name.split { "-/@:_".contains($0) }
        guard let place = words.firstIndex(of: "gemini"), words.indices.contains(place + 1) else { return nil }
        let numbers = words[place + 1].split(separator: ".").map { Int($0) }
        guard let major = numbers.first ?? nil else { return nil }
        return Version(major, numbers.count > 1 ? numbers[1] ?? 0 : 0)
    }
}
