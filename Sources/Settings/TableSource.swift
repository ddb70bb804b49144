internal import Digests
package import Minisign
package import Primitives

/// Where the table comes from, and how it is asked for.
package struct TableSource: Sendable, Equatable {
    package enum Origin: Sendable, Equatable {
        /// A file, by its path.
        case file(path: String)
        /// A server, and the Unix socket to reach it by instead of its host.
        case server(TableAddress, socket: String?)
    }

    package var origin: Origin
    /// How often it is asked for; nil where it is only read when somebody says so.
    package var refresh: Duration?
    /// How long one request may take.
    package var timeout = Limits.tableTimeout
    /// What a server wants to be shown.
    package var token: KeySource?
    /// One of these has to have signed the table; none: it needs no signature.
    package var publicKeys: [MinisignKey] = []
    /// Whether a change of the file is taken into use by itself.
    package var isWatched = true

    package init(_ origin: Origin) { self.origin = origin }

    /// What people and logs call it.
    package var name: String {
        switch origin {
        case .file(let path): path
        case .server(let address, let socket): socket.map { "\(address.shown) at \($0)" } ?? address.shown
        }
    }

    /// Tells it from every other source; says nothing of what its address may hold in secret.
    package var identity: String {
        let text =
            switch origin {
            case .file(let path): "file \(path)"
            case .server(let address, let socket): "server \(address.text) \(socket ?? "")"
            }
        return SHA256(of: Bytes(text.utf8)[...]).hexadecimal(32)
    }

    /// Why a table is not to be believed, given the file of its signature; nil where one of the keys signed it, or where none has to.
    package func flaw(of table: Bytes, signature: Bytes?) -> String? {
        guard !publicKeys.isEmpty else { return nil }
        guard let signature else { return "it has no signature, and public_key wants one" }
        do throws(MinisignError) {
            try MinisignSignature(signature).verify(table, keys: publicKeys)
            return nil
        } catch {
            return error.description
        }
    }
}
