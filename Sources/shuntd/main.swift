internal import Assembly
internal import Loop
internal import Options
internal import Primitives

do throws(UsageError) {
    let arguments = try DaemonOptions.command.parse(CommandLine.arguments.dropFirst())
    if arguments.has("help") {
        print(Help.text(of: DaemonOptions.command, width: nil))
    } else if arguments.has("version") {
        print("shuntd \(Version.text)")
    } else {
        let options = DaemonOptions(arguments)
        EventLoop.run { ThisProcess.exit(await Daemon.run(options)) }
    }
} catch {
    let text = "shuntd: \(error)\nsee \(error.help)\n"
    EventLoop.run {
        try? await ProgramStream.errors.write(Bytes(text.utf8))
        ThisProcess.exit(2)
    }
}
