internal import Exchange
internal import JSONText
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

/// Tells a caller who it is to the daemon, and what it may do: the members of `whoami`.
@LoopActor
struct WhoAmI {
    private let caller: Caller?
    private let services: GatewayServices
    private let snapshot: Snapshot
    private let access: CallerAccess

    init(_ caller: Caller?, _ services: GatewayServices) {
        self.caller = caller
        self.services = services
        snapshot = services.snapshots.current
        access = snapshot.access(for: caller?.identity ?? .stranger)
    }

    func write(into writer: inout JSONWriter) {
        writeIdentity(into: &writer)
        switch access {
        case .unrestricted: writer.member("access", "unrestricted")
        case .rule: writer.member("access", "rule")
        case .denied: writer.member("access", "denied")
        }
        writeRule(into: &writer)
        if let policy = snapshot.policy(access) { write(policy, into: &writer) }
        if snapshot.hasBudgets, access != .denied {
            writer.key("budgets")
            services.budgets.write(snapshot, for: caller?.identity ?? .stranger, into: &writer)
        }
        writer.member("operator", services.control.mayReload(caller))
    }

    private func writeIdentity(into writer: inout JSONWriter) {
        guard let caller else { return writer.member("door", "tcp") }
        let identity = caller.identity
        writer.member("uid", identity.uid)
        if let user = identity.user { writer.member("user", user) }
        writer.member("gid", identity.gid)
        if let group = identity.group { writer.member("group", group) }
        if !identity.groups.isEmpty { writer.array("groups") { for group in identity.groups { $0.value(group) } } }
        writer.member("pid", caller.pid)
        if let unit = identity.unit { writer.member("unit", unit) }
        if let unit = identity.userUnit { writer.member("user_unit", unit) }
        if let slice = identity.slice { writer.member("slice", slice) }
    }

    private func writeRule(into writer: inout JSONWriter) {
        guard case .rule(let number) = access, let rule = snapshot.rule(access) else { return }
        writer.object("rule") {
            $0.member("number", number + 1)
            $0.member("place", rule.place.description)
        }
        if rule.policy.requiresMode { writer.member("required_mode", true) }
        if rule.limits != CallerLimits() {
            writer.object("limits") {
                if let requests = rule.limits.requests { $0.member("requests", requests) }
                if let requests = rule.limits.requestsPerMinute { $0.member("requests_per_minute", requests) }
            }
        }
        let granted = snapshot.grantedKeys(access)
        if !granted.isEmpty { writer.array("own_keys") { for provider in granted.sorted() { $0.value(provider.text) } } }
    }

    /// What the table has of what the policy allows.
    private func write(_ policy: CallerPolicy, into writer: inout JSONWriter) {
        let table = snapshot.table
        writer.array("modes") { writer in for mode in table.modes where policy.modes?.contains(mode.name) != false { writer.value(mode.name.text) } }
        writer.array("tiers") { writer in
            for tier in table.tiers where policy.tiers?.contains(tier.name) != false && !tier.candidates.isEmpty { writer.value(tier.name.text) }
        }
        writer.array("models") { writer in for model in table.models where policy.models?.contains(model.id) != false { writer.value(model.id.text) } }
        writer.array("profiles") { writer in for profile in table.profiles where policy.profiles?.contains(profile.name) != false { writer.value(profile.name.text) } }
    }
}
