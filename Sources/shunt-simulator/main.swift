// A scripted provider: see `shunt-simulator --help`.
internal import Loop
internal import Simulator

EventLoop.run { ThisProcess.exit(await SimulatorProgram.main(Array(CommandLine.arguments.dropFirst()))) }
