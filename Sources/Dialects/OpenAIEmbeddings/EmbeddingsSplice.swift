internal import JSONText
internal import Primitives

/// Passes a request for embeddings on as it is, but for the model and what only shunt reads.
enum EmbeddingsSplice {
    static func apply(_ plan: RequestPlan, to body: JSONValue) -> OutgoingBody {
        var edits = SourceEdits(of: body)
        if let model = body["model"] {
            if model.string != plan.model { edits.replace(model, with: PlainJSON.quoted(plan.model)) }
        } else {
            edits.insert(Bytes(#""model":"#.utf8) + PlainJSON.quoted(plan.model), into: body)
        }
        removeMode(from: body, &edits)
        return OutgoingBody(path: OpenAIPlace.path(path, plan), fields: OpenAIRequestEncoder.fields, body: edits.applied())
    }

    private static let path = "/embeddings"

    private static func removeMode(from body: JSONValue, _ edits: inout SourceEdits) {
        guard let metadata = body["metadata"], metadata["mode"] != nil else { return }
        if metadata.members.allSatisfy({ $0.key == "mode" }) {
            edits.remove(["metadata"], from: body)
        } else {
            edits.remove(["mode"], from: metadata)
        }
    }
}
