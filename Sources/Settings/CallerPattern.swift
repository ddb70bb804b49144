package import Routing

/// Whom a rule of the configuration means.
package struct CallerPattern: Sendable, Equatable {
    /// Each nil says nothing; the pattern means callers that all others fit.
    package var units: [Glob]?
    package var userUnits: [Glob]?
    package var slices: [Glob]?
    package var users: [Glob]?
    package var groups: [Glob]?
    package var uids: [UInt32]?

    package init(
        units: [Glob]? = nil, userUnits: [Glob]? = nil, slices: [Glob]? = nil, users: [Glob]? = nil, groups: [Glob]? = nil, uids: [UInt32]? = nil
    ) {
        self.units = units
        self.userUnits = userUnits
        self.slices = slices
        self.users = users
        self.groups = groups
        self.uids = uids
    }

    package func matches(_ caller: CallerIdentity) -> Bool {
        Self.fits(units, caller.unit) && Self.fits(userUnits, caller.userUnit) && Self.fits(slices, caller.slice) && Self.fits(users, caller.user)
            && fitsGroup(caller) && uids?.contains(caller.uid) != false
    }

    private func fitsGroup(_ caller: CallerIdentity) -> Bool {
        Self.fits(groups, caller.group) || groups != nil && caller.groups.contains { Self.fits(groups, $0) }
    }

    static func fits(_ globs: [Glob]?, _ name: String?) -> Bool {
        guard let globs else { return true }
        guard let name else { return false }
        return globs.contains { $0.matches(name) }
    }
}
