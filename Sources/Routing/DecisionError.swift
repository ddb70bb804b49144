package import Primitives

/// Why no candidate is left for a request.
package enum DecisionError: Error, Sendable {
    /// What a caller's policy speaks of.
    package enum Subject: String, Sendable { case mode, tier, model, profile }

    /// `model` means nothing.
    case unknownModel(String, nearest: String?, exist: [String])
    /// The table rejects requests without a mode that it knows; nil is "named none".
    case unknownMode(ModeName?, nearest: String?, exist: [ModeName])
    /// The caller's policy requires a mode that the table knows; as above, of those that it allows.
    case modeRequired(ModeName?, nearest: String?, exist: [ModeName])
    /// The caller's policy forbids it; the text names what it asked for, nil where it named nothing.
    case refused(Subject, String?)
    case emptyTier(TierName)
    /// A budget does not cover it, and nothing below it serves it either.
    case overBudget(BudgetShortage)
    /// Every candidate was rejected. With `retryAfter` where waiting so long would help.
    case noCandidate(of: String, [Rejection], retryAfter: Duration?)

    /// How a caller should take it.
    package enum Kind: Sendable, Equatable {
        case unknownModel, badMode, refused
        /// Too long for every candidate that could otherwise answer.
        case contextOverflow
        /// No candidate can do what the request needs.
        case unsupported
        /// No candidate has a key.
        case noKey
        /// No budget covers it.
        case overBudget
        /// Nothing wrong with the request: the providers are not to be had for now.
        case unavailable
    }

    package var kind: Kind {
        switch self {
        case .unknownModel: .unknownModel
        case .unknownMode: .badMode
        case .refused, .modeRequired: .refused
        case .emptyTier: .unavailable
        case .overBudget: .overBudget
        case .noCandidate(_, let rejections, _): Self.kind(of: rejections)
        }
    }

    /// The cause that is nearest to a cure: waiting, then a shorter request, another request, a key, another caller.
    private static func kind(of rejections: [Rejection]) -> Kind {
        var kinds: [Kind] = []
        for rejection in rejections {
            switch rejection.reason {
            case .cooling, .probing: return .unavailable
            case .contextTooSmall: kinds.append(.contextOverflow)
            case .cannot, .onlyEmbeds, .foreignEmbeddings, .untold, .bound: kinds.append(.unsupported)
            case .noKey: kinds.append(.noKey)
            case .notAllowed: kinds.append(.refused)
            case .unpriced, .dearer: kinds.append(.overBudget)
            }
        }
        for kind in [Kind.contextOverflow, .unsupported, .noKey, .overBudget] where kinds.contains(kind) { return kind }
        return kinds.isEmpty ? .unavailable : .refused
    }

    package var message: String {
        switch self {
        case .unknownModel(let name, let nearest, let exist):
            return "there is no model \"\(name.shown)\"" + Self.hint(nearest, exist)
        case .unknownMode(let mode?, let nearest, let exist):
            return "there is no mode \"\(mode.text.shown)\"" + Self.hint(nearest, exist.map(\.text))
        case .unknownMode(nil, _, let exist):
            return "the request names no mode, and the table wants one" + Self.hint(nil, exist.map(\.text))
        case .modeRequired(let mode?, let nearest, let exist):
            return "this caller has to name a mode, and there is no mode \"\(mode.text.shown)\"" + Self.hint(nearest, exist.map(\.text))
        case .modeRequired(nil, _, let exist): return "this caller has to name a mode" + Self.hint(nil, exist.map(\.text))
        case .refused(.mode, nil): return "this caller has to name one of its modes"
        case .refused(let subject, let name): return "this caller may not use the \(subject.rawValue) \"\((name ?? "").shown)\""
        case .emptyTier(let tier): return "the tier \"\(tier)\" has no models"
        case .overBudget(let shortage): return shortage.message
        case .noCandidate(let origin, let rejections, _):
            let reasons = rejections.map { "\($0.model.id): \($0.text)" }.joined(separator: "; ")
            return "no model of \(origin) can answer: \(reasons)"
        }
    }

    private static func hint(_ nearest: String?, _ exist: [String]) -> String {
        if let nearest { return "; did you mean \"\(nearest)\"?" }
        if exist.isEmpty { return "; the table has none" }
        let shown = exist.prefix(Limits.namesInMessage)
        let more = exist.count - shown.count
        return "; there are \(shown.joined(separator: ", "))" + (more > 0 ? " and \(more) more" : "")
    }
}

extension String {
    /// A name from outside for a message: bounded, and without characters that act on a terminal or a log.
    package var shown: String {
        var text = ""
        for scalar in unicodeScalars.prefix(Limits.shownNameScalars) {
            text.unicodeScalars.append(scalar.properties.isPrintable ? scalar : "\u{FFFD}")
        }
        return unicodeScalars.count > Limits.shownNameScalars ? text + "…" : text
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isPrintable: Bool {
        switch generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}
