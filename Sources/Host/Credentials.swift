package import Loop
package import Primitives

/// Why a key could not be had. Never holds any of it.
package enum CredentialError: Error, Hashable, CustomStringConvertible {
    /// The service manager passed no credentials at all.
    case noneWerePassed(name: String)
    case invalidName(String)
    case unreadable(name: String, FileError)
    case isEmpty(name: String)

    package var description: String {
        switch self {
        case .noneWerePassed(let name):
            "credential \"\(name)\": the service manager passed none ($CREDENTIALS_DIRECTORY is not set); the unit needs LoadCredential=\(name):/path"
        case .invalidName(let name): "credential \"\(name)\": not a credential's name"
        case .unreadable(let name, let error): "credential \"\(name)\": \(error)"
        case .isEmpty(let name): "credential \"\(name)\" is empty"
        }
    }
}

/// Keys that the service manager passes (systemd.exec(5), `LoadCredential=`), or that lie in files.
package enum Credentials {
    /// What systemd puts before the names of files where it loads a folder of them: the unit has `LoadCredential=key:FOLDER`.
    private static let folderPrefix = "key_"

    /// The credential `name`, by itself or from the unit's folder of keys, without the white space at its end that editors leave.
    package static func read(_ name: String) throws(CredentialError) -> Secret {
        guard let folder = Environment.value("CREDENTIALS_DIRECTORY") else { throw .noneWerePassed(name: name) }
        return try read(name, inFolder: folder)
    }

    static func read(_ name: String, inFolder folder: String) throws(CredentialError) -> Secret {
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 }) else {
            throw .invalidName(name)
        }
        let names = (try? FileReader.names(inFolder: folder)) ?? []
        let isInFolder = !names.contains(name) && names.contains(folderPrefix + name)
        return try read(file: "\(folder)/\(isInFolder ? folderPrefix : "")\(name)", as: name)
    }

    /// The key that the file at `path` holds.
    package static func read(file path: String) throws(CredentialError) -> Secret { try read(file: path, as: path) }

    private static func read(file path: String, as name: String) throws(CredentialError) -> Secret {
        var bytes: Bytes
        do throws(FileError) {
            bytes = try FileReader.contents(of: path, limit: Limits.secretBytes)
        } catch {
            throw .unreadable(name: name, error)
        }
        defer { for index in bytes.indices { bytes[index] = 0 } }
        guard let last = bytes.lastIndex(where: { !isSpace($0) }) else { throw .isEmpty(name: name) }
        return Secret(bytes[...last])
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}
