internal import Primitives

/// Collects everything that is wrong, and knows where in the settings the reader stands.
struct Findings {
    private(set) var found: [Diagnostic] = []
    private(set) var omitted = 0
    /// The keys from the top to the value that is being read.
    private var path: [String] = []

    mutating func report(_ message: String, at place: Place, suggestion: String? = nil) {
        guard found.count < Limits.diagnostics else {
            omitted += 1
            return
        }
        found.append(Diagnostic(file: place.file, position: place.position, message: message, suggestion: suggestion))
    }

    mutating func add(_ other: Findings) {
        for diagnostic in other.found {
            report(diagnostic.message, at: Place(file: diagnostic.file, position: diagnostic.position), suggestion: diagnostic.suggestion)
        }
        omitted += other.omitted
    }

    /// Runs `read` with `key` as the last part of the path.
    mutating func within<Result>(_ key: String, _ read: (inout Findings) -> Result) -> Result {
        path.append(key)
        defer { path.removeLast() }
        return read(&self)
    }

    /// The value that is being read: `tiers.frontier.effort`.
    var subject: String { path.map(Self.written).joined(separator: ".") }

    /// The table that is being read: `in [tiers.frontier]`.
    var section: String { path.isEmpty ? "at the top level" : "in [\(subject)]" }

    /// As a key is written: bare where it may be, else in quotes.
    static func written(_ key: String) -> String {
        let bare = key.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return bare && !key.isEmpty ? key : "\"\(shown(key))\""
    }

    /// Text from a file for a message: bounded, with <U+XXXX> for what a terminal would act on or not show.
    static func shown(_ text: String) -> String {
        var shown = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == Limits.shownNameScalars { return shown + "…" }
            shown += NameRule.isInvisible(scalar) ? "<\(NameRule.code(of: scalar))>" : String(scalar)
        }
        return shown
    }

    func sorted(files: [String]) -> [Diagnostic] {
        let rank = Dictionary(files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        func key(_ diagnostic: Diagnostic) -> (Int, SourcePosition) {
            (rank[diagnostic.file] ?? .max, diagnostic.position ?? SourcePosition(line: 0, column: 0))
        }
        var sorted = found.enumerated()
            .sorted { (key($0.element).0, key($0.element).1, $0.offset) < (key($1.element).0, key($1.element).1, $1.offset) }
            .map(\.element)
        if omitted > 0, let last = sorted.last {
            sorted.append(Diagnostic(file: last.file, position: nil, message: "\(omitted) more errors are not shown"))
        }
        return sorted
    }
}
