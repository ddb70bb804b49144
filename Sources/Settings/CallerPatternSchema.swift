internal import Primitives

/// The keys by which rules say whom they mean.
enum CallerPatternSchema {
    static func add<Target>(_ pattern: any WritableKeyPath<Target, CallerPatternDraft> & Sendable, to section: inout Section<Target>) {
        section.key("unit", "systemd units that are meant; * and ? stand for anything", globs) { $0[keyPath: pattern].units = $1.value }
        section.key("user_unit", "units of users' own service managers that are meant", globs) { $0[keyPath: pattern].userUnits = $1 }
        section.key("slice", "control group slices that are meant", globs) { $0[keyPath: pattern].slices = $1.value }
        section.key("user", "user names that are meant", globs) { $0[keyPath: pattern].users = $1.value }
        section.key("group", "group names that are meant", globs) { $0[keyPath: pattern].groups = $1.value }
        section.key("uid", "user ids that are meant", Shapes.oneOrMore(Shapes.integer(0...Int(UInt32.max) - 1), atMost: Limits.namesPerRule)) {
            $0[keyPath: pattern].uids = $1.value
        }
    }

    static let globs = Shapes.oneOrMore(Shapes.text("name pattern", atMost: Limits.nameBytes), atMost: Limits.namesPerRule)
}
