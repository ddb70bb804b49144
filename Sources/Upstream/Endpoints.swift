internal import Dialects
internal import HTTPWire
internal import Loop
internal import Primitives
internal import Routing
internal import Settings
internal import Transfer

/// Where requests go, brought into the client's form once for each provider and path rather than for each request.
@LoopActor
final class Endpoints {
    private struct Key: Hashable {
        let provider: ProviderName
        let path: String
        let keyIndex: Int
        let passed: HeaderFields
    }

    private var local: LocalSettings?
    private var known: [Key: PreparedEndpoint] = [:]

    /// The endpoint of `provider` with one of its own keys: made at the first use under each reading of the configuration.
    func shared(
        _ provider: Provider, _ body: OutgoingBody, _ trial: Trial, passing passed: HeaderFields, in snapshot: Snapshot
    ) throws(TransferError) -> PreparedEndpoint {
        // What callers pass on is theirs to choose: it must not fill the memory.
        if local !== snapshot.local || known.count >= Limits.preparedEndpoints {
            local = snapshot.local
            known = [:]
        }
        let place = Key(provider: provider.name, path: body.path, keyIndex: trial.target.key, passed: passed)
        if let endpoint = known[place] { return endpoint }
        let endpoint = try make(provider, body, trial.key, passing: passed)
        known[place] = endpoint
        return endpoint
    }

    /// An endpoint for one call. A field that the caller passes goes before the dialect's own.
    func make(
        _ provider: Provider, _ body: OutgoingBody, _ key: Secret?, passing passed: HeaderFields
    ) throws(TransferError) -> PreparedEndpoint {
        var fields = body.fields
        for field in passed.fields { fields.set(field.name, field.value) }
        fields.append("user-agent", "shunt/\(Version.text)")
        for field in provider.fields { fields.append(field.name, field.value) }
        if let key, !RequestSigner.signsEach(key, for: provider) {
            let field = key.reveal { ProviderRequest.authorization($0, dialect: provider.dialect, platform: provider.platform) }
            fields.append(field.name, field.value)
        }
        return try PreparedEndpoint(
            url: provider.url + body.path, unixSocket: provider.socket, proxy: provider.proxy, fields: fields)
    }
}
