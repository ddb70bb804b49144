import Foundation
import Settings
import Testing

struct ModelCatalogTests {
    @Test("The catalog of models is installed where the daemon looks for it")
    func installed() throws {
        let script = try String(contentsOf: PackageFolder.file("contrib/install"), encoding: .utf8)
        let folder = CatalogFile.standardPath.split(separator: "/").dropLast().joined(separator: "/")
        #expect(script.contains("put 644 \"/\(folder)\" \"$here/contrib/catalog/catalog.toml\""))
        #expect(CatalogFile.standardPath.hasSuffix("/catalog.toml"))
    }

    @Test("Units hide nothing of where it lies", arguments: ["systemd/shuntd.service", "systemd/user/shuntd.service"])
    func visible(_ unit: String) throws {
        let lines = try String(contentsOf: PackageFolder.file(unit), encoding: .utf8).split(separator: "\n")
        let hiding = lines.filter { $0.hasPrefix("InaccessiblePaths=") || $0.hasPrefix("TemporaryFileSystem=") || $0.hasPrefix("RootDirectory=") }
        #expect(!hiding.contains { $0.contains("/usr") })
    }
}
