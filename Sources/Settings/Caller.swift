internal import Primitives
package import Routing

/// Who connects, as the kernel and systemd tell it.
package struct CallerIdentity: Sendable, Equatable {
    package let uid: UInt32
    package let gid: UInt32
    /// The names of both; nil where the host knows none.
    package let user: String?
    package let group: String?
    /// The systemd unit; nil outside of one.
    package let unit: String?

    package init(uid: UInt32, gid: UInt32, user: String? = nil, group: String? = nil, unit: String? = nil) {
        self.uid = uid
        self.gid = gid
        self.user = user
        self.group = group
        self.unit = unit
    }
}

/// One `[[callers]]` entry: whom it means, and what they may ask for.
package struct CallerRule: Sendable, Equatable {
    /// Each nil says nothing; the rule means callers that all others fit.
    package var units: [Glob]?
    package var users: [Glob]?
    package var groups: [Glob]?
    package var uids: [UInt32]?
    package var policy: CallerPolicy
    package let place: Place

    package func matches(_ caller: CallerIdentity) -> Bool {
        fits(units, caller.unit) && fits(users, caller.user) && fits(groups, caller.group) && uids?.contains(caller.uid) != false
    }

    private func fits(_ globs: [Glob]?, _ name: String?) -> Bool {
        guard let globs else { return true }
        guard let name else { return false }
        return globs.contains { $0.matches(name) }
    }
}
