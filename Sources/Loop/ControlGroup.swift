/// The place of a process in systemd's tree of control groups, and what it says about the process.
///
/// libsystemd answers each of these questions by reading the path anew, twice; one read and this tell them all.
/// The format: https://systemd.io/CGROUP_DELEGATION, "Two Key Design Rules", and systemd.slice(5).
struct ControlGroup: Equatable {
    /// The system unit: a service, scope or the like; nil for a process that is in none.
    let unit: String?
    /// The unit of the user's own service manager, for a process below one.
    let userUnit: String?
    /// The slice of the innermost unit.
    let slice: String?

    /// - Parameters:
    ///   - path: the control group, such as `/system.slice/cron.service`.
    ///   - root: the control group that the service manager runs the system in; not empty in some containers.
    init(path: String, root: String = "") {
        var rest = Self.names(in: path.hasPrefix(root + "/") ? String(path.dropFirst(root.count)) : path)[...]
        var slice = Self.skipSlices(&rest)
        unit = rest.popFirst().flatMap(Self.unitName)
        guard let unit, unit.hasPrefix("user@"), unit.hasSuffix(".service") else {
            userUnit = nil
            self.slice = slice
            return
        }
        let userSlice = Self.skipSlices(&rest)
        userUnit = rest.popFirst().flatMap(Self.unitName)
        if userUnit != nil { slice = userSlice }
        self.slice = slice
    }

    /// The names along the path. One that could be taken for a kernel file carries a `_` in front, which is no part of it.
    private static func names(in path: String) -> [String] {
        path.split(separator: "/").map { $0.hasPrefix("_") ? String($0.dropFirst()) : String($0) }
    }

    private static func skipSlices(_ names: inout ArraySlice<String>) -> String? {
        var last: String?
        while let name = names.first, name.hasSuffix(".slice"), name.utf8.count > ".slice".utf8.count {
            last = name
            names.removeFirst()
        }
        return last
    }

    private static func unitName(_ name: String) -> String? {
        let types = [".service", ".scope", ".socket", ".mount", ".swap"]
        return types.contains { name.hasSuffix($0) && name.utf8.count > $0.utf8.count } ? name : nil
    }
}
