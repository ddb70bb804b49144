package import Primitives
package import Routing

/// One `[[budgets]]` entry, or the `budget` of a `[[callers]]` entry: how much, and whose requests it counts.
package struct BudgetRule: Sendable, Equatable {
    /// What gets a part of the budget of its own.
    package enum Part: String, Sendable, CaseIterable {
        /// A systemd unit where the caller is one, else a user.
        case caller
        case user, group, unit, session, tag, provider
    }

    /// Requests with a tag of this name, whose value fits too where one is said.
    package struct TagPattern: Sendable, Equatable {
        package let name: String
        package let value: Glob?

        package init(name: String, value: Glob?) {
            self.name = name
            self.value = value
        }
    }

    package var budget: Budget
    package var callers = CallerPattern()
    package var tag: TagPattern?
    package var sessions: [Glob]?
    package var providers: Set<ProviderName>?
    /// Nil: all that it counts share it.
    package var each: Part?
    package let place: Place

    package init(_ budget: Budget, at place: Place) {
        self.budget = budget
        self.place = place
    }

    /// What of a request a budget may look at. Sessions and tags are as the caller says.
    package struct Subject: Sendable {
        package let caller: CallerIdentity
        package let session: String
        package let tags: [(name: String, value: String)]
        package let provider: ProviderName

        package init(caller: CallerIdentity, session: String, tags: [(name: String, value: String)], provider: ProviderName) {
            self.caller = caller
            self.session = session
            self.tags = tags
            self.provider = provider
        }
    }

    /// The parts of the budget that a request takes from; nil stands for one that all share, and none means that it is not counted.
    package func parts(of subject: Subject) -> [String?] {
        if let providers, !providers.contains(subject.provider) { return [] }
        guard callers.matches(subject.caller), CallerPattern.fits(sessions, subject.session) else { return [] }
        let tags = tag.map { tag in subject.tags.filter { tag.matches($0) } }
        if let tags, tags.isEmpty { return [] }
        switch each {
        case nil: return [nil]
        case .caller: return [subject.caller.unit ?? subject.caller.userName]
        case .user: return [subject.caller.userName]
        case .group: return [subject.caller.group ?? "gid \(subject.caller.gid)"]
        case .unit: return [subject.caller.unit ?? subject.caller.userUnit.map { "\(subject.caller.userName) \($0)" } ?? "no unit"]
        case .session: return [subject.session]
        case .provider: return [subject.provider.text]
        case .tag: return (tags ?? []).reduce(into: []) { if !$0.contains($1.value) { $0.append($1.value) } }
        }
    }
}

extension BudgetRule.TagPattern {
    fileprivate func matches(_ tag: (name: String, value: String)) -> Bool { tag.name == name && value?.matches(tag.value) != false }
}

extension CallerIdentity {
    /// The user's name, else its number.
    package var userName: String { user ?? "uid \(uid)" }
}
