@testable import Console
import JSONText
import Loop
import Primitives
import TestKit
import Testing

@Suite("shunt ledger import")
struct LedgerImportTests {
    private static let account = #"{"SHUNT_REQUEST":"req_1","SHUNT_STATUS":"ok","MESSAGE":"m"}"#

    @Test("hands the accounts of requests to the daemon in batches, and passes over what is none")
    func batches() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { message, write in
                write(message.result(#"{"added":\#(message["params"]?["entries"]?.count ?? 0),"known":0,"skipped":1}"#))
            }
            let accounts = Array(repeating: Self.account, count: Limits.importBatch + 1).joined(separator: "\n")
            let shunt = Shunt(input: ["{\"MESSAGE\":\"started\"}\n\n{broken\n", accounts])
            let status = await shunt.run("ledger", "import", "--from-journal", "-", "--socket", daemon.path)
            #expect(status == .ok)
            #expect(daemon.received.map { $0["params"]?["entries"]?.count } == [Limits.importBatch, 1])
            #expect(shunt.output.text == "501 requests added, 0 were in the ledger already, 3 entries could not be read\n")
            daemon.stop()
        }
    }

    @Test("wants to be told where from, and says when there is no journal to read", arguments: [
        (["ledger", "import"], 2, "--from-journal"), (["ledger", "import", "--from-journal", "/nowhere/x"], 1, "/nowhere/x"),
        (["ledger", "import", "--from-journal"], 1, "journalctl"),
    ])
    func mistakes(_ words: [String], _ status: Int32, _ part: String) async throws {
        try await onLoop {
            let daemon = try FakeDaemon { _, _ in }
            let shunt = Shunt(environment: ["PATH": "/nowhere"])
            #expect(await shunt.run(words + ["--socket", daemon.path]).number == status)
            #expect(shunt.errors.text.contains(part))
            daemon.stop()
        }
    }

    @Test("runs journalctl where it is, and fails where that does")
    func program() async throws {
        try await onLoop {
            let daemon = try FakeDaemon { message, write in write(message.result(#"{"added":1,"known":0,"skipped":0}"#)) }
            let folder = try TemporaryFolder(prefix: "shunt-journalctl")
            for (status, expected) in [(0, CommandStatus.ok), (1, .failed)] {
                try folder.write("journalctl", Bytes("#!/bin/sh\necho \"$@\" >\(folder.file("arguments"))\necho '\(Self.account)'\nexit \(status)\n".utf8))
                let made = try ChildProcess(path: "/bin/chmod", arguments: ["755", folder.file("journalctl")])
                #expect(try await made.ended() == .status(0))
                let shunt = Shunt(environment: ["PATH": folder.path])
                #expect(await shunt.run("ledger", "import", "--from-journal", "--since", "1970-01-02", "-u", "mine.service", "--socket", daemon.path) == expected)
            }
            let arguments = try FileReader.contents(of: folder.file("arguments"), limit: 4096).text
            #expect(arguments == "--output=json --quiet --no-pager --unit=mine.service --since=@86400 MESSAGE_ID=3491f617dc0c4d019220f0e3ce5facbc\n")
            #expect(daemon.received.count == 2)
            folder.remove()
            daemon.stop()
        }
    }
}
