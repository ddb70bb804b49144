package import Foundation

/// An RSA key pair for one run, and OpenSSL's own word on what it signs.
package final class KeyPair: Sendable {
    package static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first { FileManager.default.isExecutableFile(atPath: $0) }
    package static let shared = try? KeyPair()

    package let pem: String
    private let folder: URL

    private init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "shunt-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard try Self.run(folder, ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "key.pem"]),
            try Self.run(folder, ["pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"])
        else { throw CocoaError(.fileNoSuchFile) }
        pem = try String(contentsOf: folder.appending(path: "key.pem"), encoding: .utf8)
    }

    package func verifies(_ message: String, _ signature: Data) throws -> Bool {
        try Data(message.utf8).write(to: folder.appending(path: "message"))
        try signature.write(to: folder.appending(path: "signature"))
        return try Self.run(folder, ["dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "message"])
    }

    private static func run(_ folder: URL, _ arguments: [String]) throws -> Bool {
        guard let openssl else { return false }
        let process = Process()
        process.executableURL = URL(filePath: openssl)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    /// The key file of a service account that exchanges its assertions at `tokenURL`.
    package func account(_ tokenURL: String, pem: String? = nil) -> String {
        let key = (pem ?? self.pem).replacingOccurrences(of: "\n", with: "\\n")
        return """
            {
              "type": "service_account", "private_key_id": "k1", "private_key": "\(key)",
              "client_email": "shunt@p.iam.gserviceaccount.com", "token_uri": "\(tokenURL)"
            }
            """
    }
}
