internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Transfer

extension Clocks {
    /// The clocks of one upstream call: the tier's where it says something, else the provider's, and no longer than the caller waits.
    @LoopActor
    init(_ provider: ProviderClocks, _ tier: Conduct.Clocks, isStreamed: Bool, deadline: Instant?) {
        let firstByte = tier.firstByte ?? provider.firstByte
        let firstToken = tier.firstToken ?? provider.firstToken
        var total = tier.total ?? provider.total
        if let deadline { total = min(total, max(deadline - EventLoop.now, .zero)) }
        // An answer that is not streamed begins when it is complete.
        self.init(
            connect: tier.connect ?? provider.connect, firstByte: isStreamed ? firstByte : max(firstByte, firstToken),
            firstToken: isStreamed ? firstToken : nil, idle: tier.idle ?? provider.idle, total: total)
    }
}
