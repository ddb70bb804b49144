internal import Loop
internal import Primitives
internal import Telemetry

/// `journalctl`, which reads the journal: its files' format is systemd's own affair.
@LoopActor
enum JournalProgram {
    private static let name = "journalctl"

    /// Makes it write a unit's accounts of requests as lines of JSON, from a time in Unix seconds on.
    static func start(unit: String, since: Int?, _ invocation: Invocation) throws(ConsoleError) -> ChildProcess {
        var arguments = ["--output=json", "--quiet", "--no-pager", "--unit=\(unit)"]
        if let since { arguments.append("--since=@\(since)") }
        arguments.append("MESSAGE_ID=\(MessageID.request.rawValue)")
        let folders = invocation.surroundings.environment("PATH")?.split(separator: ":").map(String.init) ?? ["/usr/bin", "/bin"]
        for folder in folders {
            do throws(SystemError) {
                return try ChildProcess(path: "\(folder)/\(name)", arguments: arguments, output: .captured)
            } catch {
                if !error.isNotFound { throw .local("\(error)") }
            }
        }
        throw .local("there is no \(name) here; export the journal where there is one, with -o json, and name the file")
    }

    /// Its own words about what went wrong are on standard error.
    static func check(_ journal: ChildProcess) async throws(ConsoleError) {
        do {
            let exit = try await journal.ended()
            if exit != .status(0) { throw ConsoleError.local("\(name) failed") }
        } catch let error as ConsoleError {
            throw error
        } catch {
            throw .interrupted
        }
    }
}
