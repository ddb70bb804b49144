import JSONText
import Loop
import Primitives
import TestKit
import Testing

/// The real daemon before a real nginx.
@Suite("A table that nginx serves", .enabled(if: Nginx.isThere, "needs nginx"), .timeLimit(.minutes(2)))
struct ServedTableTests {
    private static func table(_ revision: String, _ more: String = "") -> String {
        """
        schema = 1
        revision = "\(revision)"
        \(more)
        [tiers.internal]
        models = ["m-\(revision)"]
        [models.m-\(revision)]
        provider = "near"
        name = "sim?text=Done."

        """
    }

    @LoopActor
    private static func start(_ folder: TemporaryFolder, _ more: String = "", state: Bool = true) async throws -> LiveDaemon {
        let source = "source = \"http://localhost/t.toml\"\nsocket = \"\(folder.file("nginx.sock"))\"\nrefresh = \"1s\"\ncatalog = \"none\"\n\(more)"
        return try await LiveDaemon(table: "", in: folder, source: source, state: state)
    }

    @LoopActor
    private static func status(_ loop: CallLoop) async throws -> JSONValue { try #require(try await loop.call("status")["result"]?["table"]) }

    /// Waits until `condition` holds of the table's status; fails where it does not within some seconds.
    @LoopActor @discardableResult
    private static func wait(_ loop: CallLoop, until condition: (JSONValue) -> Bool) async throws -> JSONValue {
        for _ in 0..<1500 {
            let table = try await status(loop)
            if condition(table) { return table }
            try await EventLoop.sleep(for: .milliseconds(20))
        }
        Issue.record("it did not come to that: \(try await status(loop))")
        return try await status(loop)
    }

    @Test("A change is live at the next refresh, no request fails meanwhile, and each is decided by one revision")
    func change() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-nginx")
            let nginx = try await Nginx(folder)
            try nginx.publish("t.toml", Self.table("one"))
            let daemon = try await Self.start(folder)
            let loop = try await CallLoop(daemon.socket)
            try await loop.ask()
            try nginx.publish("t.toml", Self.table("two"))
            try await loop.run { loop.replies.keys.contains { $0.revision == "two" } || !loop.failures.isEmpty }
            #expect(loop.failures == [])
            #expect(Set(loop.replies.keys) == [CallLoop.Reply(revision: "one", model: "m-one"), CallLoop.Reply(revision: "two", model: "m-two")])
            #expect(try await daemon.logged("table two@"))
            let status = try #require(try await loop.call("status")["result"])
            let counts = status["revisions"]?.elements.map { $0["requests"]?.int } ?? []
            #expect(counts == [loop.replies.filter { $0.key.revision == "one" }.values.first, loop.replies.filter { $0.key.revision == "two" }.values.first])
            // Then it is asked whether there is another.
            let asked = try nginx.answers().count
            for _ in 0..<1000 where try !nginx.answers()[asked...].contains(304) { try await EventLoop.sleep(for: .milliseconds(10)) }
            #expect(try nginx.answers().last == 304)
            loop.close()
            try await daemon.stop()
            try await nginx.stop()
        }
    }

    @Test("Whatever nginx answers instead of a table, the old one stays, and status and journal have the reason", arguments: [
        (Nginx.Trick.failure, "the server answers 500"), (.silence, "the answer took too long"),
        (.page, "the server calls it text/html, which is neither TOML nor JSON"), (.bomb, "is longer than \(Limits.tableBytes) bytes"),
    ])
    func tricks(_ trick: Nginx.Trick, _ reason: String) async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-nginx")
            let nginx = try await Nginx(folder)
            try nginx.publish("t.toml", Self.table("one"))
            try nginx.publish("index.html", "<html>")
            if trick == .bomb { try await Self.makeBomb(folder.file("www/bomb.gz")) }
            let daemon = try await Self.start(folder, trick == .silence ? "timeout = \"300ms\"" : "")
            let loop = try await CallLoop(daemon.socket)
            let pages = try daemon.privatePages()
            try nginx.play(trick)
            let table = try await Self.wait(loop) { $0["last_failure"] != nil }
            #expect(table["revision"]?.string?.hasPrefix("one@") == true)
            #expect(table["last_failure"]?["errors"]?.elements.first { _ in true }?.string?.contains(reason) == true, "\(table)")
            #expect(table["fetch"]?["next_in_ms"]?.int != nil)
            #expect(try await daemon.logged(reason))
            // Less than what the bomb would fill.
            if trick == .bomb { #expect(try daemon.privatePages() - pages < (40 << 20) / 4096) }
            #expect(try await daemon.shunt("reload").exit == .status(1))
            #expect(try await loop.ask()?.revision == "one")
            try nginx.behave()
            #expect(try await daemon.shunt("reload").exit == .status(0))
            let healed = try await Self.status(loop)
            #expect(healed["last_failure"] == nil)
            loop.close()
            try await daemon.stop()
            try await nginx.stop()
        }
    }

    /// 256 MiB in a few hundred KiB.
    @LoopActor
    private static func makeBomb(_ path: String) async throws {
        let child = try ChildProcess(path: "/bin/sh", arguments: ["-c", "head -c 268435456 /dev/zero | tr '\\000' '#' | gzip >\(path)"])
        #expect(try await child.ended() == .status(0))
    }

    @Test("A table with an error, and one of an older serial, are refused by their lines and reasons")
    func content() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-nginx")
            let nginx = try await Nginx(folder)
            try nginx.publish("t.toml", Self.table("one", "serial = 7"))
            let daemon = try await Self.start(folder)
            let loop = try await CallLoop(daemon.socket)
            for (text, reason) in [
                (Self.table("two", "serial = 8\nnonsense = 1"), "t.toml at \(nginx.socket):4:1: unknown key \"nonsense\""), (Self.table("two", "serial = 6"), "its serial 6 is older than 7"),
                (Self.table("two"), "it has no serial"), (Self.table("two", "serial = 7"), "another content"),
            ] {
                try nginx.publish("t.toml", text)
                let table = try await Self.wait(loop) { $0["fetch"]?["errors"]?.elements.contains { $0.string?.contains(reason) == true } == true }
                #expect(table["revision"]?.string?.hasPrefix("one@") == true && table["serial"]?.int == 7)
                let run = try await daemon.shunt("reload")
                #expect(run.exit == .status(1) && run.errors.contains(reason), "\(run.errors)")
            }
            #expect(try await daemon.shunt("reload", "--allow-older").exit == .status(0))
            #expect(try await loop.ask()?.revision == "two")
            loop.close()
            try await daemon.stop()
            try await nginx.stop()
        }
    }

    @Test("Without nginx the daemon starts from the last table, and takes the next when nginx is back")
    func gone() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-nginx")
            let nginx = try await Nginx(folder)
            try nginx.publish("t.toml", Self.table("one"))
            let first = try await Self.start(folder)
            try await first.halt()
            try await nginx.stop()
            let second = try await Self.start(folder)
            let loop = try await CallLoop(second.socket)
            #expect(try await loop.ask()?.revision == "one")
            #expect(try await second.logged("the kept copy of table one@"))
            #expect(try await Self.status(loop)["unreachable_ms"]?.int != nil)
            let again = try await Nginx(folder)
            try again.publish("t.toml", Self.table("two"))
            try await Self.wait(loop) { $0["revision"]?.string?.hasPrefix("two@") == true && $0["unreachable_ms"] == nil }
            #expect(try await second.logged("answers again"))
            loop.close()
            try await second.stop()
            try await again.stop()
        }
    }

    @Test("Without nginx and without a copy the daemon says why it does not start")
    func nothing() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-nginx")
            do {
                let daemon = try await Self.start(folder)
                Issue.record("it started")
                try await daemon.stop()
            } catch let error as LiveDaemon.NotReady {
                #expect(error.log.contains("cannot start:"))
                #expect(error.log.contains("http://localhost/t.toml at \(folder.file("nginx.sock")): cannot connect:"), "\(error.log)")
            }
            folder.remove()
        }
    }

    private static let minisign = "/usr/bin/minisign"

    @Test("What minisign signed is taken, what it did not sign is not", .enabled(if: (try? FileReader.contents(of: minisign, limit: 1 << 24)) != nil, "needs minisign"))
    func signed() async throws {
        try await onLoop {
            let folder = try TemporaryFolder(prefix: "shunt-nginx")
            let nginx = try await Nginx(folder)
            let (open, secret) = (folder.file("public"), folder.file("secret"))
            @LoopActor func run(_ words: String...) async throws {
                #expect(try await ChildProcess(path: Self.minisign, arguments: words, output: .null).ended() == .status(0))
            }
            try await run("-G", "-W", "-p", open, "-s", secret)
            @LoopActor func publish(_ revision: String) async throws {
                try nginx.publish("t.toml", Self.table(revision))
                try await run("-S", "-s", secret, "-m", folder.file("www/t.toml"))
            }
            try await publish("one")
            let key = try FileReader.contents(of: open, limit: 1000).text.split(separator: "\n")[1]
            let daemon = try await Self.start(folder, "public_key = \"\(key)\"")
            let loop = try await CallLoop(daemon.socket)
            #expect(try await loop.ask()?.revision == "one")
            try nginx.publish("t.toml", Self.table("two"))
            let table = try await Self.wait(loop) { $0["last_failure"] != nil }
            #expect(table["last_failure"]?["errors"]?.elements.first { _ in true }?.string?.contains("the signature does not fit: this is not what was signed") == true)
            try Folder.removeFile(folder.file("www/t.toml.minisig"))
            #expect(try await daemon.shunt("reload").errors.contains("t.toml.minisig: the server answers 404"))
            try await publish("two")
            try await Self.wait(loop) { $0["revision"]?.string?.hasPrefix("two@") == true }
            loop.close()
            try await daemon.stop()
            try await nginx.stop()
        }
    }
}
