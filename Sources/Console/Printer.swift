internal import Loop
internal import Primitives

/// Writes to one of a program's streams what people or programs read there.
@LoopActor
final class Printer {
    private let sink: any ByteSink
    private let hasColors: Bool

    init(_ sink: any ByteSink, hasColors: Bool) {
        self.sink = sink
        self.hasColors = hasColors && sink.isTerminal
    }

    var isTerminal: Bool { sink.isTerminal }
    var columns: Int? { sink.columns }

    /// Text whose writer is unknown, such as a model: harmless on a terminal, as it is elsewhere.
    func print(_ text: StyledText) async throws(ConsoleError) {
        var bytes = Bytes()
        for run in text.runs where !run.text.isEmpty { append(run, to: &bytes) }
        try await write(bytes)
    }

    /// The style ends before the line does, so that it does not reach into the next one.
    private func append(_ run: StyledText.Run, to bytes: inout Bytes) {
        let shown = isTerminal ? TerminalText.harmless(run.text) : run.text
        guard hasColors, run.style != .plain else { return bytes.append(shown) }
        let endsLine = shown.utf8.last == UInt8(ascii: "\n")
        bytes.append("\u{1B}[\(run.style.rawValue)m\(endsLine ? shown.dropLast() : shown[...])\u{1B}[0m\(endsLine ? "\n" : "")")
    }

    func print(_ text: String) async throws(ConsoleError) { try await print(StyledText(text)) }

    /// A line for programs, exactly as it is: JSON has no control characters but escaped ones.
    func line(_ json: ByteSlice) async throws(ConsoleError) { try await write(json + [UInt8(ascii: "\n")]) }

    private func write(_ bytes: some Sequence<UInt8>) async throws(ConsoleError) {
        do {
            try await sink.write(Bytes(bytes))
        } catch {
            switch error {
            case .peerGone, .closed: throw .outputClosed
            case .cancelled: throw .interrupted
            case .system(let error): throw .local("cannot write: \(error)")
            }
        }
    }
}
