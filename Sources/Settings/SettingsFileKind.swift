package import Primitives

/// Which half of the settings a file is.
package enum SettingsFileKind: String, Sendable {
    case configuration, table

    /// By what stands at its top: the half that knows more of these keys. A file that is neither TOML nor JSON, and one that
    /// says nothing, is told by its name.
    package init(of bytes: Bytes, file: String) {
        var findings = Findings()
        guard let top = Node.read(table: bytes, file: file, &findings), case .table(let members) = top.content else {
            self = Self.named(file)
            return
        }
        let keys = Set(members.map(\.key))
        let (table, configuration) = (keys.intersection(TableSchema.top.names).count, keys.intersection(ConfigurationSchema.top.names).count)
        self = table == configuration ? Self.named(file) : table > configuration ? .table : .configuration
    }

    /// What such a file may hold.
    package var schema: Schema {
        switch self {
        case .configuration: ConfigurationSchema.top.schema
        case .table: TableSchema.top.schema
        }
    }

    private static func named(_ file: String) -> SettingsFileKind {
        file.hasSuffix("shunt.toml") || file.contains("shunt.toml.d/") ? .configuration : .table
    }
}
