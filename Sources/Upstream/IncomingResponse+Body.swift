internal import Conversation
internal import Loop
internal import Primitives
internal import Transfer

extension IncomingResponse {
    /// The whole body. Beyond `limit` it is cut off or refused.
    func body(limit: Int, truncates: Bool = false) async throws(AttemptEnd) -> Bytes {
        do throws(TransferError) {
            guard var body = try await next() else { return [] }
            while body.count <= limit, let more = try await next() { body.append(contentsOf: more) }
            guard body.count > limit else { return body }
            cancel()
            guard truncates else { throw .tooLarge }
            return Bytes(body.prefix(limit))
        } catch {
            throw AttemptEnd(error)
        }
    }

    /// Takes what still comes, so that the connection can be used again; gives up after `patience`.
    func finishInBackground(within patience: Duration) {
        guard !isComplete else { return }
        let timer = EventLoop.schedule(after: patience) { self.cancel() }
        EventLoop.spawn {
            while let bytes = try? await self.next(), !bytes.isEmpty {}
            timer.cancel()
        }
    }
}

extension AttemptEnd {
    init(_ error: TransferError) {
        self =
            switch error {
            case .cancelled: .cancelled
            case .timeout(.total): .timeout
            case .timeout(let clock): .fault(Fault(.silence, message: "\(clock.silence) within \(clock.setting)"))
            case .connect(let text): .fault(Fault(.transport, message: "the provider cannot be reached: \(text)"))
            case .tls(let text): .fault(Fault(.transport, message: "no secure connection to the provider: \(text)"))
            case .reset(let text): .fault(Fault(.transport, message: "the provider's connection broke: \(text)"))
            case .malformed(let text): .fault(Fault(.transport, message: "the provider's answer is no HTTP: \(text)"))
            case .invalid(let text): .fault(Fault(.transport, message: "the request cannot be sent to this provider: \(text)"))
            case .tooLarge: .fault(Fault(.transport, message: "the provider's answer is larger than shunt takes"))
            }
    }
}

extension Clocks.Kind {
    /// What did not happen in time.
    fileprivate var silence: String {
        switch self {
        case .connect: "no connection to the provider stood"
        case .firstByte: "the provider did not begin to answer"
        case .firstToken: "the provider sent no token"
        case .idle: "the provider sent nothing more"
        case .total: "the provider was not done"
        }
    }

    /// The clock by the name of its setting.
    fileprivate var setting: String {
        switch self {
        case .connect: "clocks.connect"
        case .firstByte: "clocks.first_byte"
        case .firstToken: "clocks.first_token"
        case .idle: "clocks.idle"
        case .total: "clocks.total"
        }
    }
}
