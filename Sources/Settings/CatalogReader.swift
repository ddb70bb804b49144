internal import Primitives

/// Reads of a catalog only the models that are wanted: it has thousands of them, a line each.
struct CatalogReader {
    private let catalog: CatalogFile
    private var providers: Set<String> = []
    /// That of the line before: in a sorted catalog most lines have the same.
    private var provider = ByteSlice()

    init(_ catalog: CatalogFile) { self.catalog = catalog }

    /// Nil with a report where the catalog is none. `wanted` are names such as `anthropic/claude-opus-4-7`.
    mutating func read(_ wanted: Set<String>, _ findings: inout Findings) -> Catalog? {
        let known = findings.found.count
        let excerpt = excerpt(wanted)
        guard let top = Node.read(toml: excerpt, file: catalog.file, &findings), var read = CatalogSchema.top.shape.read(top, &findings) else {
            return nil
        }
        if let version = read.version, !CatalogSchema.versions.contains(version.value) {
            findings.report("this build reads catalogs of form \(CatalogSchema.versions.upperBound), not \(version.value)", at: version.place)
        }
        read.providers = providers
        return findings.found.count == known ? read : nil
    }

    /// The catalog with an empty line instead of each model that is not wanted, so that places in it stay true.
    private mutating func excerpt(_ wanted: Set<String>) -> Bytes {
        var excerpt = Bytes()
        excerpt.reserveCapacity(64 << 10)
        let bytes = catalog.bytes[...]
        var start = bytes.startIndex
        while start < bytes.endIndex {
            let end = bytes.firstIndex(of: UInt8(ascii: "\n"), from: start) ?? bytes.endIndex
            if isWanted(bytes[start..<end], wanted) { excerpt += bytes[start..<end] }
            excerpt.append(UInt8(ascii: "\n"))
            start = end + 1
        }
        return excerpt
    }

    /// Whatever is no model's line stays.
    private mutating func isWanted(_ line: ByteSlice, _ wanted: Set<String>) -> Bool {
        let quote = UInt8(ascii: "\"")
        guard line.first == quote, let end = line.firstIndex(of: quote, from: line.startIndex + 1) else { return true }
        let name = line[line.startIndex + 1..<end]
        let owner = name[..<(name.firstIndex(of: UInt8(ascii: "/"), from: name.startIndex) ?? name.startIndex)]
        if owner != provider {
            provider = owner
            providers.insert(owner.text)
        }
        return wanted.contains(name.text)
    }
}
