internal import JSONText
internal import Primitives

/// The answer to `GET /v1/models`.
enum ModelList {
    /// What is listed where no scenario says otherwise; any other name answers as well.
    static let names = ["sim-frontier", "sim-balanced", "sim-small", "sim-internal"]

    static func json(_ models: [String], _ api: ProviderAPI) -> Bytes {
        var json = JSONWriter()
        json.object { json in
            if api == .openAI { json.member("object", "list") }
            json.array("data") { json in
                for model in models { write(model, api, to: &json) }
            }
            if api == .anthropic { json.member("has_more", false) }
        }
        return json.bytes
    }

    private static func write(_ model: String, _ api: ProviderAPI, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", model)
            switch api {
            case .openAI:
                json.member("object", "model")
                json.member("created", 1_700_000_000)
                json.member("owned_by", "simulator")
            case .anthropic:
                json.member("type", "model")
                json.member("display_name", model)
                json.member("created_at", "2026-01-01T00:00:00Z")
            }
        }
    }
}
