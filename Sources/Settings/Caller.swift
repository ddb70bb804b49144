package import Primitives
package import Routing

/// Who connects, as the kernel and systemd tell it: one object, which all requests of a connection share.
package final class CallerIdentity: Sendable {
    package let uid: UInt32
    package let gid: UInt32
    /// The names of both; nil where the host knows none.
    package let user: String?
    package let group: String?
    /// The names of the other groups that the caller is in.
    package let groups: [String]
    /// The systemd unit; nil outside of one.
    package let unit: String?
    /// The unit of the user's own service manager, which the user names as it likes.
    package let userUnit: String?
    /// The slice of the innermost unit.
    package let slice: String?
    /// Under which habits are learnt: a unit of systemd's where the caller is one, else a user.
    package let habitual: String

    package init(
        uid: UInt32, gid: UInt32, user: String? = nil, group: String? = nil, groups: [String] = [], unit: String? = nil, userUnit: String? = nil,
        slice: String? = nil
    ) {
        self.uid = uid
        self.gid = gid
        self.user = user
        self.group = group
        self.groups = groups
        self.unit = unit
        self.userUnit = userUnit
        self.slice = slice
        habitual = unit ?? "uid \(uid)"
    }
}

extension CallerIdentity: Equatable {
    package static func == (left: CallerIdentity, right: CallerIdentity) -> Bool {
        (left.uid, left.gid) == (right.uid, right.gid) && (left.user, left.group, left.groups) == (right.user, right.group, right.groups)
            && (left.unit, left.userUnit, left.slice) == (right.unit, right.userUnit, right.slice)
    }

    /// Who calls over TCP, of whom nothing is known.
    package static let stranger = CallerIdentity(uid: .max, gid: .max)
}

/// How much callers that a rule means may ask at once, each of them.
package struct CallerLimits: Sendable, Equatable {
    /// Requests under way; nil leaves it to ``ConfiguredLimits/requestsPerCaller``.
    package var requests: Int?
    package var requestsPerMinute: Int?

    package init() {}
}

/// What the configuration says of callers that no rule means.
package enum CallersDefault: String, Sendable, CaseIterable { case allow, deny }

/// What the rules make of one caller.
package enum CallerAccess: Sendable, Equatable {
    /// No rule means it, and everybody whom none means may ask for everything.
    case unrestricted
    /// The rule that means it, counted from 0.
    case rule(Int)
    case denied
}

/// One `[[callers]]` entry: whom it means, and what they may ask for.
package struct CallerRule: Sendable, Equatable {
    package var pattern: CallerPattern
    package var policy: CallerPolicy
    /// The budget of those that the rule means, beside those of `[[budgets]]`.
    package var budget: BudgetRule?
    package var limits = CallerLimits()
    /// Where the keys are kept with which they call, instead of the providers' own.
    package var keys: [ProviderName: KeySource] = [:]
    package let place: Place

    package func matches(_ caller: CallerIdentity) -> Bool { pattern.matches(caller) }
}
