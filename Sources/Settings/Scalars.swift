internal import Primitives

extension Shapes {
    /// Text without control characters; `what` says what it is for.
    static func text(_ what: String, atMost limit: Int = Limits.settingTextBytes) -> Shape<String> {
        Shape(.text(what, Schema.Form(atMost: limit))) { node, findings in
            guard case .text(let text) = node.content else {
                findings.report(node, isNot: "text (\(what))")
                return nil
            }
            if text.isEmpty {
                findings.report("\(findings.subject) is empty", at: node.place, suggestion: "it is a \(what)")
                return nil
            }
            if text.utf8.count > limit {
                findings.report("\(findings.subject) is longer than \(limit) bytes", at: node.place)
                return nil
            }
            if let bad = text.unicodeScalars.first(where: NameRule.isInvisible) {
                findings.report("\(findings.subject) holds the character \(NameRule.code(of: bad))", at: node.place)
                return nil
            }
            return text
        }
    }

    /// A name by `rule`.
    static func name(_ what: String, _ rule: NameRule = .plain) -> Shape<String> {
        Shape(.text(what, rule.form)) { node, findings in
            guard case .text(let text) = node.content else {
                findings.report(node, isNot: "text (\(what))")
                return nil
            }
            guard let flaw = rule.flaw(of: text) else { return text }
            findings.report("the \(what) \"\(Findings.shown(text))\" in \(findings.subject) \(flaw)", at: node.place, suggestion: rule.remedy)
            return nil
        }
    }

    /// An absolute path without `.` and `..`.
    static let path = text("path").then { path, node, findings -> String? in
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        guard path.hasPrefix("/"), !parts.contains("."), !parts.contains("..") else {
            findings.report("\(findings.subject) must be an absolute path without \".\" and \"..\", not \"\(Findings.shown(path))\"", at: node.place)
            return nil
        }
        return path
    }.matching("^/")
}

extension Shapes {
    static let boolean = Shape<Bool>(.boolean) { node, findings in
        if case .boolean(let value) = node.content { return value }
        findings.report(node, isNot: "true or false")
        return nil
    }
}

extension Shapes {
    static func integer(_ range: ClosedRange<Int>) -> Shape<Int> {
        Shape(.integer(range)) { node, findings in
            guard case .integer(let value) = node.content else {
                findings.report(node, isNot: "a whole number")
                return nil
            }
            guard let value = Int(exactly: value), range.contains(value) else {
                findings.report("\(findings.subject) must be from \(range.lowerBound) to \(range.upperBound), not \(value)", at: node.place)
                return nil
            }
            return value
        }
    }

    /// Bytes, as a number or as text with a unit: `"32MiB"`.
    static func bytes(_ range: ClosedRange<Int>) -> Shape<Int> {
        let plain = integer(range)
        return Shape(.either([plain.schema, .text("size").matching(#"^[0-9]+(\.[0-9]+)?(B|KiB|MiB|GiB)$"#)])) { node, findings in
            guard case .text(let text) = node.content else { return plain.read(node, &findings) }
            guard let size = Quantity.bytes(text) else {
                findings.report(
                    "\(findings.subject) is no size: \"\(Findings.shown(text))\"", at: node.place,
                    suggestion: "write bytes, or text such as \"32MiB\"")
                return nil
            }
            guard range.contains(size) else {
                findings.report("\(findings.subject) must be from \(range.lowerBound) to \(range.upperBound) bytes, not \(size)", at: node.place)
                return nil
            }
            return size
        }
    }
}

extension Shapes {
    static func duration(_ range: ClosedRange<Duration>) -> Shape<Duration> {
        Shape(.text("duration").matching(#"^[0-9]+(\.[0-9]+)?(ms|s|m|h)$"#)) { node, findings in
            let example = "write text such as \"250ms\", \"30s\", \"2m\" or \"1h\""
            guard case .text(let text) = node.content else {
                findings.report(node, isNot: "a duration", suggestion: example)
                return nil
            }
            guard let duration = Quantity.duration(text) else {
                findings.report("\(findings.subject) is no duration: \"\(Findings.shown(text))\"", at: node.place, suggestion: example)
                return nil
            }
            guard range.contains(duration) else {
                let bounds = "\(Quantity.text(range.lowerBound)) to \(Quantity.text(range.upperBound))"
                findings.report("\(findings.subject) must be from \(bounds), not \"\(Findings.shown(text))\"", at: node.place)
                return nil
            }
            return duration
        }
    }
}

extension Shapes {
    /// US dollars per million tokens, exact to the picodollar per token.
    static let price = price(.perMillionTokens)
    /// US dollars for one call, exact to the picodollar.
    static let pricePerCall = price(.perCall)
    /// US dollars, exact to the picodollar.
    static let dollars = price(.dollars)

    private static let decimal = #"^\+?[0-9](_?[0-9])*(\.[0-9](_?[0-9])*)?([eE][+-]?[0-9]+)?$"#

    private static func price(_ unit: Quantity.PriceUnit) -> Shape<Money> {
        Shape<Money>(.either([.number(atMost: Limits.priceInDollars), .text("price").matching(decimal)])) { node, findings in
            let text: String
            switch node.content {
            case .integer(let value): text = String(value)
            case .number(let source), .text(let source): text = source
            default:
                findings.report(node, isNot: "a price in \(unit.name)")
                return nil
            }
            guard let decimal = Decimal(text) else {
                findings.report(
                    "\(findings.subject) is no price: \"\(Findings.shown(text))\"", at: node.place, suggestion: "write \(unit.name), such as 2.5")
                return nil
            }
            return Quantity.price(decimal, unit, written: text, node, &findings)
        }
    }
}
