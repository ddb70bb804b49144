@testable import Console
import Foundation
import Options
import Testing

/// The manual and the completions are written by hand and the grammar is Swift's: these tests keep them the same.
struct CommandTests {
    @Test(
        "The manual and the completions name every command and every option",
        arguments: ["contrib/man/shunt.1", "contrib/completions/shunt.bash", "contrib/completions/_shunt", "contrib/completions/shunt.fish"])
    func namesEverything(_ path: String) throws {
        let text = try String(contentsOf: PackageFolder.file(path), encoding: .utf8).replacing("\\-", with: "-")
        // fish writes -l NAME.
        let options = Set(text.matches(of: /(?:--|-l )([a-z][a-z-]*)/).map { String($0.1) })
        let words = Set(text.split { !$0.isLetter }.map(String.init))
        for command in Grammar.shunt.commands {
            #expect(words.isSuperset(of: command.words.split(separator: " ").map(String.init)), "\(command.name)")
            for option in command.options { #expect(options.contains(option.name), "\(command.name) --\(option.name)") }
        }
    }

    @Test("The manual names every exit status")
    func manualNamesExitStatuses() throws {
        let page = try String(contentsOf: PackageFolder.file("contrib/man/shunt.1"), encoding: .utf8)
        for (status, _) in CommandStatus.meanings { #expect(page.contains(status.replacing("N", with: " N")) || page.contains(".B \(status)\n"), "\(status)") }
    }
}
