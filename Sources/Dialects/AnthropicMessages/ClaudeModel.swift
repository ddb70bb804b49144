internal import Primitives

/// What a Claude model takes, read off its wire name; later generations are taken to be like the latest known one.
///
/// From Anthropic's pages on extended and adaptive thinking, effort, and structured outputs.
struct ClaudeModel: Equatable {
    enum Thinking: Equatable {
        case none
        /// `thinking` with a budget of tokens.
        case budget
        /// The model decides when to think; `output_config.effort` says how hard.
        case adaptive
    }

    let thinking: Thinking
    /// Steps of `output_config.effort` that the model knows.
    let efforts: Set<String>
    /// `output_config.format` with a JSON schema.
    let structuredOutput: Bool
    /// Cached prefixes that last an hour, on Bedrock too.
    let cachesLong: Bool
    /// `temperature`, `top_p` and `top_k`; later models answer 400 to them.
    let sampling: Bool
    /// Messages of the role `system` between others. Where it is not known, false: told as a user's they are understood everywhere.
    let systemMessages: Bool

    init(_ name: String) {
        let version = Self.version(name) ?? .latest
        let opus = name.includes("opus")
        switch version {
        case ..<Version(3, 7): thinking = .none
        case ..<Version(4, 6): thinking = .budget
        default: thinking = .adaptive
        }
        efforts =
            switch version {
            case ..<Version(4, 5): []
            case Version(4, 5): opus ? ["low", "medium", "high"] : []
            case Version(4, 6): ["low", "medium", "high", "max"]
            default: ["low", "medium", "high", "xhigh", "max"]
            }
        structuredOutput = version >= Version(4, 5) || (opus && version == Version(4, 1))
        cachesLong = version >= Version(4, 5)
        sampling = version < Version(4, 7)
        let small = name.includes("sonnet") || name.includes("haiku")
        systemMessages = name.includes("claude") && version >= (small ? Version(5, 5) : Version(4, 8))
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

    /// `claude-opus-4-7`, `claude-3-5-haiku-20241022`, `anthropic.claude-3-haiku-20240307-v1:0`, `claude-3-7-sonnet@20250219`,
    /// `anthropic/claude-opus-4.7`: the first one or two short numbers behind `claude`. Longer ones are dates.
    private static func version(_ name: String) -> Version? {
        let words = name.split { "-./@:_".contains($0) }
        guard let start = words.firstIndex(of: "claude") else { return nil }
        let numbers = words[start...].drop { Int($0) == nil }.prefix { Int($0) != nil && $0.utf8.count <= 2 }.compactMap { Int($0) }
        guard let major = numbers.first else { return nil }
        return Version(major, numbers.count > 1 ? numbers[1] : 0)
    }
}
