import Loop
import Minisign
import Primitives
import TestKit
import Testing

@Suite("Signatures of minisign")
struct MinisignTests {
    private static let key = "RWRI+6iwA6K9+xE3Jq9WSLlxmWisWRZiYDc5gjZDfW+0ZunqnNkdGE8U"
    private static let otherKey = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
    private static let text = Bytes("schema = 1\nrevision = \"signed\"\n".utf8)

    /// Made by minisign 0.11, as it signs by default.
    private static let hashed = """
        untrusted comment: signature from minisign secret key
        RURI+6iwA6K9+02V2UqVHPfDzv7RjSeGDWeAIDQ4lji2FILq9bJoGPNZSe47NNspIY7yZUOv8hJxkErVNs5A5/CCB7VnhTkGygY=
        trusted comment: timestamp:1764000000 file:t
        cdWLRhYuWYnTgTXZJz1eEK9122jqM60j6ZZrtLNF/qkOZ3s6li4OlBW+MIw44sOthlWTzY1NUt3jIHMR8ElJCg==

        """
    /// And as it signs with -l.
    private static let plain = """
        untrusted comment: signature from minisign secret key
        RWRI+6iwA6K9+42DBsjT1aoxH3AQ+zY8PCVbx3QnCdwutG/WEvW8VoU3z0vnjV6z0WvKJ5zlInolLd0K/3XzkJgCwPW5sGHeTw8=
        trusted comment: older form
        iMKK+YrwjpUWW8Z9XeVCO/VXGIcPph9i4JNDOrBUFc84voIzJL/myW9R7XPR1uov+BZBCgbtvF8a3LdBxCUsAA==

        """

    private static func outcome(_ file: String, _ text: Bytes = text, keys: [String] = [key]) throws -> String {
        let keys = try keys.map { try #require(MinisignKey($0)) }
        do throws(MinisignError) {
            return try MinisignSignature(Bytes(file.utf8)).verify(text, keys: keys)
        } catch {
            return "\(error)"
        }
    }

    @Test("Both forms are verified, and give their trusted comment")
    func sound() throws {
        #expect(try Self.outcome(Self.hashed) == "timestamp:1764000000 file:t")
        #expect(try Self.outcome(Self.plain, keys: [Self.otherKey, Self.key]) == "older form")
        #expect(try Self.outcome(Self.plain.replacing("\n", with: "\r\n")) == "older form")
    }

    @Test("A key has minisign's number, and only its own form")
    func keys() throws {
        #expect(try "\(#require(MinisignKey(Self.key)))" == "FBBDA203B0A8FB48")
        for bad in ["", "RW", String(Self.key.dropLast()), Self.key + "A", "A" + Self.key.dropFirst(), Self.key.replacing("+", with: "-")] {
            #expect(MinisignKey(bad) == nil, "\(bad)")
        }
    }

    @Test("Another text, another comment and another key are three different refusals", arguments: [hashed, plain])
    func refusals(_ file: String) throws {
        #expect(try Self.outcome(file, Self.text + [0x20]) == "the signature does not fit: this is not what was signed")
        #expect(try Self.outcome(file, keys: [Self.otherKey]) == "the signature is by the key FBBDA203B0A8FB48, which is not configured")
        let comment = file.replacing("trusted comment: timestamp", with: "trusted comment: Timestamp").replacing("older", with: "newer")
        #expect(try Self.outcome(comment) == "the signature's trusted comment is not the one that was signed")
    }

    @Test("A key that takes another's number signs nothing for it")
    func sameNumber() throws {
        // Both keys with the number of the first: nothing but the signature tells them apart.
        let number = Self.key.prefix(14)
        let forged = String(number) + Self.otherKey.dropFirst(14)
        #expect(try Self.outcome(Self.plain, keys: [forged]) == "the signature does not fit: this is not what was signed")
    }

    @Test("No change of a single bit in a signature goes unseen")
    func bits() throws {
        let file = Bytes(Self.hashed.utf8)
        let keys = [try #require(MinisignKey(Self.key))]
        // The first line is nobody's word.
        let start = try #require(file.firstIndex(of: UInt8(ascii: "\n"))) + 1
        for place in start..<file.count - 1 {
            for bit in [0, 3, 6] {
                var changed = file
                changed[place] ^= 1 << UInt8(bit)
                #expect(throws: MinisignError.self, "byte \(place)") { try MinisignSignature(changed).verify(Self.text, keys: keys) }
            }
        }
    }

    @Test("What has another form is told by its line", arguments: [
        ("", "it has 0 lines instead of 4"), ("a\nb\nc", "it has 3 lines instead of 4"), (hashed + "x\n", "it has 5 lines instead of 4"),
        (hashed.replacing("untrusted", with: "untrustet"), "line 1 does not begin with \"untrusted comment: \""),
        (hashed.replacing("RURI", with: "RUR"), "line 2 holds no signature"), (hashed.replacing("RURI", with: "RXRI"), "its algorithm is not known"),
        (hashed.replacing("\ntrusted", with: "\ntrustet"), "line 3 does not begin with \"trusted comment: \""),
        (hashed.replacing("cdWL", with: "!dWL"), "line 4 holds no signature"),
        (hashed + String(repeating: " ", count: Limits.signatureBytes), "longer than \(Limits.signatureBytes) bytes"),
    ])
    func malformed(_ file: String, _ problem: String) throws {
        #expect(try Self.outcome(file) == "the signature is no minisign signature: \(problem)")
    }

    private static let program = "/usr/bin/minisign"

    @Test("What the minisign of this host signs is verified", .enabled(if: (try? FileReader.contents(of: program, limit: 1 << 24)) != nil, "needs minisign"))
    func live() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-minisign")
            let (text, open, secret) = (folder.file("text"), folder.file("public"), folder.file("secret"))
            try folder.write("text", Self.text)
            func run(_ words: String...) async throws {
                #expect(try await ChildProcess(path: Self.program, arguments: words, output: .null).ended() == .status(0))
            }
            try await run("-G", "-W", "-p", open, "-s", secret)
            let key = try FileReader.contents(of: open, limit: 1000).text.split(separator: "\n")[1]
            for words in [["-S"], ["-S", "-l"]] {
                #expect(try await ChildProcess(path: Self.program, arguments: words + ["-s", secret, "-m", text, "-t", "c"], output: .null).ended() == .status(0))
                let file = try FileReader.contents(of: text + ".minisig", limit: 1000)
                #expect(try Self.outcome(file.text, keys: [String(key)]) == "c")
            }
            folder.remove()
        }
    }
}
