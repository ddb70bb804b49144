package import Primitives

extension Health {
    /// When a place may be asked.
    package enum Availability: Sendable, Equatable {
        case now
        /// `asked` tells that the provider named the moment itself.
        case at(Instant, asked: Bool)
        /// Another request is seeing whether it answers again.
        case probing
    }
}

extension Health.Availability {
    /// The one that allows a call first; a probe under way may end at any time.
    func sooner(_ other: Self) -> Self {
        switch (self, other) {
        case (.now, _), (_, .now): .now
        case (.at(let left, _), .at(let right, _)): right < left ? other : self
        case (.at, .probing): self
        case (.probing, _): other
        }
    }

    /// What holds where both have to allow it.
    func later(_ other: Self) -> Self {
        switch (self, other) {
        case (.now, _): other
        case (_, .now): self
        case (.at(let left, let leftAsked), .at(let right, let rightAsked)): left < right ? .at(right, asked: rightAsked) : .at(left, asked: leftAsked)
        case (.at, .probing): self
        case (.probing, _): other
        }
    }
}
