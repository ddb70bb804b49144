// The command line client: see `shunt --help`.
internal import Console
internal import Loop

EventLoop.run { ThisProcess.exit(await Console.main()) }
