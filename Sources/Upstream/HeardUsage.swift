internal import Conversation
internal import Loop

/// What a provider has told of an attempt's usage, before there is an answer to ask for it.
@LoopActor
final class HeardUsage {
    var total: Usage?
}
