internal import Loop
internal import Options
internal import Primitives

/// The program `shunt-simulator`, from its arguments to its exit status.
package enum SimulatorProgram {
    @LoopActor
    package static func main(_ words: [String]) async -> Int32 {
        let options: SimulatorOptions
        do { options = try SimulatorOptions(words) } catch { return await fail("\(error)\nsee \(error.help)", status: 2) }
        if options.help {
            await say(Help.text(of: SimulatorOptions.command, width: ProgramStream.output.columns), to: .output)
            return 0
        }
        do {
            let scenario = try scenario(options)
            let simulator = try Simulator.start(options.address)
            defer { simulator.stop() }
            simulator.scenario = scenario
            if !options.quiet { await say("listening on \(simulator.address)\n", to: .output) }
            try await EventLoop.untilSignal([Signals.terminate, Signals.interrupt])
            return 0
        } catch {
            return await fail("\(error)", status: 1)
        }
    }

    private static func scenario(_ options: SimulatorOptions) throws -> Scenario {
        guard let path = options.scenarioPath else { return Scenario() }
        let text = try FileReader.contents(of: path, limit: Limits.tableBytes)
        do { return try Scenario.parse(text) } catch { throw ScriptError("\(path): \(error)") }
    }

    @LoopActor
    private static func say(_ text: String, to stream: ProgramStream) async {
        try? await stream.write(Bytes(text.utf8))
    }

    @LoopActor
    private static func fail(_ text: String, status: Int32) async -> Int32 {
        await say("shunt-simulator: \(text)\n", to: .errors)
        return status
    }
}
