// The daemon's cost beside nginx's: see `shunt-bench --help`.
internal import Benchmark
internal import Loop

EventLoop.run { ThisProcess.exit(await BenchmarkProgram.main(Array(CommandLine.arguments.dropFirst()))) }
