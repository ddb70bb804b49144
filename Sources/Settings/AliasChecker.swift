internal import Primitives

/// Checks that every alias means one mode, and that none of them hides a mode or goes in a circle.
struct AliasChecker {
    private let modes: Set<ModeName>
    private var taken: [ModeName: (mode: ModeName, place: Place)] = [:]

    init(modes: Set<ModeName>) { self.modes = modes }

    mutating func check(_ entries: [MapEntry<[Placed<String>]>], _ findings: inout Findings) -> [ModeName: ModeName] {
        var keys: Set<ModeName> = []
        for entry in entries {
            let mode = ModeName(folding: entry.key.value)
            if !keys.insert(mode).inserted {
                findings.report("the aliases of \"\(mode)\" are there twice: case, \"-\" and \"_\" make no difference", at: entry.key.place)
            }
            for alias in entry.value.value { add(alias, of: mode, &findings) }
        }
        var told: Set<ModeName> = []
        for entry in entries { checkTarget(entry.key, &told, &findings) }
        return taken.mapValues(\.mode)
    }

    private mutating func add(_ alias: Placed<String>, of mode: ModeName, _ findings: inout Findings) {
        let name = ModeName(folding: alias.value)
        if name == mode, modes.contains(mode) {
            findings.report(
                "\"\(alias.value)\" is the mode itself: case, \"-\" and \"_\" make no difference", at: alias.place, suggestion: "leave it out")
        } else if modes.contains(name) {
            findings.report(
                "the alias \"\(alias.value)\" of \"\(mode)\" hides a mode of that name", at: alias.place, suggestion: "drop the alias or the mode")
        } else if let other = taken[name] {
            let owner = other.mode == mode ? "the same mode" : "\"\(other.mode)\""
            findings.report("\"\(alias.value)\" is already an alias of \(owner), at \(other.place)", at: alias.place)
        } else {
            taken[name] = (mode, alias.place)
        }
    }

    /// What has aliases must be a mode; a chain of aliases is told as such, and so is a circle.
    private func checkTarget(_ key: Placed<String>, _ told: inout Set<ModeName>, _ findings: inout Findings) {
        let name = ModeName(folding: key.value)
        if modes.contains(name) || told.contains(name) { return }
        guard let owner = taken[name]?.mode else {
            let nearest = Spelling.nearest(to: name.text, among: modes.map(\.text))
            let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "add it to [modes]; there are \(TableChecker.listed(modes.map(\.text)))"
            return findings.report("there is no mode \"\(name)\" to have aliases", at: key.place, suggestion: hint)
        }
        let chain = chain(from: name)
        if chain.last == name {
            told.formUnion(chain)
            findings.report("aliases go in a circle: \(chain.map(\.text).joined(separator: " → "))", at: key.place)
        } else {
            findings.report(
                "\"\(name)\" is itself an alias, of \"\(owner)\"", at: key.place, suggestion: "list its aliases under \"\(chain.last ?? owner)\"")
        }
    }

    /// From alias to what it stands for, until a mode or a name that was there before.
    private func chain(from name: ModeName) -> [ModeName] {
        var chain = [name]
        while let next = taken[chain[chain.count - 1]]?.mode {
            let seen = chain.contains(next)
            chain.append(next)
            if seen { break }
        }
        return chain
    }
}
