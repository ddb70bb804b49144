/// A name of one kind; names of different kinds do not compare.
package struct Identifier<Kind>: Hashable, Sendable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let text: String

    package init(_ text: String) { self.text = text }
    package init(stringLiteral text: String) { self.text = text }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// The kinds of names, each without values.
package enum NameKind {
    package enum Mode {}
    package enum Tier {}
    package enum Profile {}
    package enum Model {}
    package enum Provider {}
    package enum Session {}
    package enum Request {}
    package enum Agent {}
    package enum Budget {}
}

/// What the agent is doing, folded: see ``Identifier/init(folding:)``.
package typealias ModeName = Identifier<NameKind.Mode>
package typealias TierName = Identifier<NameKind.Tier>
package typealias ProfileName = Identifier<NameKind.Profile>
/// The table's name of a model, such as `anthropic/claude-opus-4-7` or `gpt`.
package typealias ModelID = Identifier<NameKind.Model>
package typealias ProviderName = Identifier<NameKind.Provider>
package typealias SessionID = Identifier<NameKind.Session>
package typealias RequestID = Identifier<NameKind.Request>
/// The table's name of the program that calls, such as `claude-code`.
package typealias AgentName = Identifier<NameKind.Agent>
/// The configuration's name of a budget.
package typealias BudgetName = Identifier<NameKind.Budget>

extension Identifier where Kind == NameKind.Mode {
    /// A mode as written by a caller or a table: case, `-` and `_` fold away.
    ///
    /// Only ASCII folds: no other letter may pass for one of a table's names, which are ASCII.
    package init(folding text: String) {
        let bytes = text.utf8.span
        for index in bytes.indices where Self.fold(bytes[index]) != bytes[index] {
            self.init(String(decoding: text.utf8.map(Self.fold), as: UTF8.self))
            return
        }
        self.init(text)
    }

    /// As above, for a part of a text.
    package init(folding text: Substring) { self.init(folding: String(text)) }

    private static func fold(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "_"): UInt8(ascii: "-")
        default: byte
        }
    }
}

extension Identifier where Kind == NameKind.Request {
    /// A new, unguessable request id: `req_` and 26 base-32 digits (128 bits of randomness).
    package static func random() -> Self {
        let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"
        var random = RandomPool.next()
        let prefix: StaticString = "req_"
        let text = String(unsafeUninitializedCapacity: 30) { buffer in
            for place in 0..<4 { buffer[place] = prefix.utf8Start[place] }
            for place in 4..<30 {
                buffer[place] = digits.utf8Start[Int(truncatingIfNeeded: random & 31)]
                random >>= 5
            }
            return 30
        }
        return Self(text)
    }
}
