/// What a caller has at the end of one request.
enum ChaosOutcome: Equatable {
    /// The right answer, all of it, with the daemon's id for the request.
    case whole(request: String)
    /// An error, before or within the answer.
    case told
    /// The caller left before the end.
    case left
    /// What may not be: lost, doubled, or cut without a word.
    case wrong(String)
}

/// What all callers have seen.
struct ChaosTally {
    private(set) var sent = 0
    private(set) var told = 0
    private(set) var left = 0
    /// Of whole answers.
    private(set) var requests: [String] = []
    private(set) var wrong: [String] = []

    mutating func begin() { sent += 1 }

    mutating func add(_ outcome: ChaosOutcome) {
        switch outcome {
        case .whole(let request): requests.append(request)
        case .told: told += 1
        case .left: left += 1
        case .wrong(let text): wrong.append(text)
        }
    }
}
