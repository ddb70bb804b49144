internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Loop
internal import Primitives
internal import Settings
internal import Transfer

/// The access tokens of one service account: kept in memory, renewed in the background before they end, by one exchange at a time.
@LoopActor
final class GoogleAccess {
    private let account: ServiceAccount
    private let client: HTTPClient
    private let proxy: String?
    private var token: AccessToken?
    private var isExchanging = false
    /// Why the last exchange gave no token; nil where it did.
    private var failure: Fault?
    /// Rings at the end of each exchange.
    private let exchanged = Bell()

    init(_ account: ServiceAccount, _ client: HTTPClient, proxy: String?) {
        self.account = account
        self.client = client
        self.proxy = proxy
    }

    /// A token that is good now; nil where one must be waited for. Sees to it that the next one comes in time.
    func current() -> Secret? {
        guard let token, EventLoop.now < token.end else { return nil }
        if EventLoop.now >= token.renewal { begin() }
        return token.text
    }

    /// As ``current()``, after an exchange where there is none. That fails as the key does; a caller that leaves does not wait for it, and
    /// it goes on for others.
    func awaited() async throws(AttemptEnd) -> Secret {
        if let token = current() { return token }
        begin()
        do throws(CancellationError) {
            // Its own clock ends the exchange.
            try await exchanged.rung(before: EventLoop.now + Limits.tokenExchange * 2)
        } catch {
            throw .cancelled
        }
        if let token = current() { return token }
        throw .fault(failure ?? Fault(.key, message: "no access token came in time for the service account"))
    }

    private func begin() {
        if isExchanging { return }
        isExchanging = true
        EventLoop.spawn {
            do throws(Fault) {
                self.token = try await self.ask()
                self.failure = nil
            } catch {
                self.failure = error
            }
            self.isExchanging = false
            self.exchanged.ring()
        }
    }

    private func ask() async throws(Fault) -> AccessToken {
        let answer: (status: Int, body: Bytes)
        do throws(AttemptEnd) { answer = try await send() } catch { throw Self.fault(error) }
        guard answer.status == 200 else { throw Self.refusal(answer.status, answer.body) }
        guard let token = AccessToken(answer.body, at: EventLoop.now) else {
            throw Fault(.key, message: "the service account's token address answered without a token")
        }
        return token
    }

    private func send() async throws(AttemptEnd) -> (status: Int, body: Bytes) {
        var clocks = Clocks()
        clocks.connect = Limits.tokenExchange
        clocks.total = Limits.tokenExchange
        let request = OutgoingRequest(
            url: account.tokenURL, fields: ["content-type": "application/x-www-form-urlencoded", "user-agent": "shunt/\(Version.text)"],
            body: account.request(at: Clock.unixSeconds), clocks: clocks, proxy: proxy)
        let response: IncomingResponse
        do { response = try await client.send(request) } catch { throw AttemptEnd(error) }
        return (response.status, try await response.body(limit: Limits.errorBodyBytes, truncates: true))
    }

    private static func fault(_ end: AttemptEnd) -> Fault {
        guard case .fault(let fault) = end else { return Fault(.key, message: "no access token came in time for the service account") }
        return Fault(.key, message: "no access token for the service account: \(fault.message)")
    }

    /// Google says `invalid_grant` and the like; its longer words may quote the assertion.
    private static func refusal(_ status: Int, _ body: Bytes) -> Fault {
        let code = (try? JSONDocument.parse(body).root["error"]?.string).flatMap { $0 }.map { String($0.prefix(Limits.shownNameScalars)) }
        return Fault(.key, status: status, code: code, message: "the service account is refused with status \(status)\(code.map { ": \($0)" } ?? "")")
    }
}
