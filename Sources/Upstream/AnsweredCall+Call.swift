internal import Conversation
internal import Exchange
internal import Loop
internal import Primitives
internal import Routing
internal import Settings

extension AnsweredCall {
    @LoopActor
    init(_ call: ChatCall, _ route: Route, _ trial: Trial, _ usage: Usage?) {
        let candidate = route.candidate
        self.init(
            session: call.session, caller: call.identity.habitual, model: candidate.model, place: trial.place, conversation: call.conversation,
            estimate: call.facts.estimatedInputTokens, usage: usage, started: trial.started)
        mode = route.record.mode
        tier = route.record.tier(of: candidate.model)
        effort = candidate.effort ?? call.facts.effort
    }
}
