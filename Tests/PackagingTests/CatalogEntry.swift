/// One entry of a message catalog, as https://systemd.io/CATALOG/ describes it.
struct CatalogEntry {
    var id: String
    var headers: [String: String] = [:]
    var text = ""

    static func parse(_ file: String) -> [CatalogEntry] {
        var entries: [CatalogEntry] = []
        var inHeaders = false
        for line in file.split(separator: "\n", omittingEmptySubsequences: false) where !line.hasPrefix("#") {
            if line.hasPrefix("-- ") {
                entries.append(CatalogEntry(id: String(line.dropFirst(3))))
                inHeaders = true
            } else if let entry = entries.indices.last {
                if inHeaders, let colon = line.firstIndex(of: ":") {
                    entries[entry].headers[String(line[..<colon])] = line[colon...].dropFirst(2).description
                } else {
                    inHeaders = false
                    entries[entry].text += line + "\n"
                }
            }
        }
        return entries
    }
}
