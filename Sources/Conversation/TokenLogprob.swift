/// How sure a model was of one token of its answer. Logarithms stay the text they came as.
package struct TokenLogprob: Sendable, Equatable {
    package struct Alternative: Sendable, Equatable {
        package var token: String
        package var logprob: String

        package init(token: String, logprob: String) {
            self.token = token
            self.logprob = logprob
        }
    }

    package var chosen: Alternative
    /// The likeliest tokens at this place.
    package var top: [Alternative]

    package init(chosen: Alternative, top: [Alternative] = []) {
        self.chosen = chosen
        self.top = top
    }
}
