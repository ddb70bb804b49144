/// A request as the simulated provider understands it.
struct ProviderCall: Sendable {
    let api: any ProviderAPI
    let head: RequestHead
    /// The model's name, without the script that may follow it after `?`.
    let model: String
    /// The script in the model's name; empty where there is none.
    let modelScript: String
    let question: Question

    init(api: any ProviderAPI, head: RequestHead, _ question: Question) {
        self.api = api
        self.head = head
        self.question = question
        let name = question.model.prefix { $0 != "?" }
        model = String(name)
        modelScript = String(question.model.dropFirst(name.count + 1))
    }
}
