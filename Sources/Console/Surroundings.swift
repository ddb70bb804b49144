package import Loop

/// What a command can reach besides the daemon.
@LoopActor
package struct Surroundings {
    package var input: any ByteSource
    package var output: any ByteSink
    package var errors: any ByteSink
    package var environment: (String) -> String?
    package var interruptions: Interruptions
    /// How long a living daemon may take for what it can answer at once.
    package var patience = Duration.seconds(10)

    package init(
        input: any ByteSource, output: any ByteSink, errors: any ByteSink, environment: @escaping (String) -> String?,
        interruptions: Interruptions
    ) {
        self.input = input
        self.output = output
        self.errors = errors
        self.environment = environment
        self.interruptions = interruptions
    }

    /// Those of the process.
    package static func process(_ interruptions: Interruptions) -> Surroundings {
        Surroundings(
            input: ProgramStream.input, output: ProgramStream.output, errors: ProgramStream.errors,
            environment: { ThisProcess.environment($0) }, interruptions: interruptions)
    }

    /// See no-color.org; a terminal that is called dumb has none either.
    var wantsColors: Bool { environment("NO_COLOR") == nil && environment("TERM") != "dumb" }
}
