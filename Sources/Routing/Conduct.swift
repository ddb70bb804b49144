/// How calls for a tier are made, where the table says so.
package struct Conduct: Sendable, Equatable {
    /// When an answer is given to its caller.
    package enum Delivery: String, Sendable, CaseIterable {
        /// As it comes.
        case stream
        /// When it is complete: one that breaks off is made again elsewhere.
        case whole
    }

    /// What becomes of a request whose content a provider refuses.
    package enum OnFilter: String, Sendable, CaseIterable {
        /// The refusal is the answer.
        case fail
        /// The next candidate is asked.
        case next
    }

    /// How long the parts of a call may take; nil leaves it to the provider's settings.
    package struct Clocks: Sendable, Equatable {
        package var connect: Duration?
        package var firstByte: Duration?
        package var firstToken: Duration?
        package var idle: Duration?
        package var total: Duration?

        package init() {}
    }

    /// When a second candidate is asked beside the first, because that is late with its first token.
    package struct Hedge: Sendable, Equatable {
        /// The first is late when so many in a hundred of its model's latest answers had begun by then.
        package var percentile = 95
        /// Nobody is late before; and all that counts until enough is known of the model.
        package var after = Duration.seconds(1)

        package init() {}
    }

    package var delivery = Delivery.stream
    package var onFilter = OnFilter.fail
    package var clocks = Clocks()
    /// Nil: the first is waited for.
    package var hedge: Hedge?

    package init() {}

    package static let standard = Conduct()
}
