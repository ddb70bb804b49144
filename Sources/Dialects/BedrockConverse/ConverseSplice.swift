internal import Conversation
internal import HTTPWire
internal import JSONText
internal import Primitives

/// Passes a Converse request on, changing only what the plan demands: the model and the way to answer stand in the path.
enum ConverseSplice {
    static func apply(_ plan: RequestPlan, to body: JSONValue) -> OutgoingBody {
        var edits = SourceEdits(of: body)
        var inserted = MemberList()
        var removed: [StaticString] = body["modelId"] == nil ? [] : ["modelId"]
        if let labels = body["requestMetadata"], labels["mode"] != nil {
            if labels.members.allSatisfy({ $0.key == "mode" }) { removed.append("requestMetadata") } else { edits.remove(["mode"], from: labels) }
        }
        if !removed.isEmpty { edits.remove(removed, from: body) }
        let model = ConverseModel(plan.model)
        if let effort = plan.effort { set(effort, model, in: body, &edits, &inserted) }
        if plan.keepsLonger, model.cachesLong { CacheMarkEdits.lengthen("cachePoint", in: body, &edits) }
        if !inserted.bytes.isEmpty { edits.insert(inserted.bytes, into: body) }
        return OutgoingBody(path: ConversePath.of(plan), fields: ConverseRequestEncoder.fields, body: edits.applied())
    }

    /// The effort goes into `additionalModelRequestFields`, in the word of the model's family; the caller's own `thinking` stays.
    private static func set(
        _ effort: Effort, _ model: ConverseModel, in body: JSONValue, _ edits: inout SourceEdits, _ inserted: inout MemberList
    ) {
        guard let word = ConverseEffort.word(effort, model) else { return }
        guard let fields = body["additionalModelRequestFields"], fields.kind == .object else {
            let member = Bytes(#"{"\#(word.field)":"#.utf8) + word.object + [UInt8(ascii: "}")]
            if !edits.replaceMember("additionalModelRequestFields", of: body, with: Bytes(#""additionalModelRequestFields":"#.utf8) + member) {
                inserted.add("additionalModelRequestFields", member)
            }
            return
        }
        let member = Bytes(#""\#(word.field)":"#.utf8) + word.object
        if let object = fields.get(word.field), object.kind == .object, let inner = word.inner {
            if !edits.replaceMember(inner.field, of: object, with: inner.member) { edits.insert(inner.member, into: object) }
        } else if let old = fields.get(word.field) {
            edits.replace(old, with: word.object)
        } else {
            edits.insert(member, into: fields)
        }
    }
}
