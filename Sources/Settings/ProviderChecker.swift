internal import Conversation
internal import Primitives
internal import Routing

/// Checks one `[providers.NAME]` and fills in what is known of the service of that name.
struct ProviderChecker {
    let name: Placed<String>
    let draft: ConfigurationDraft.Provider
    let defaults: Conduct.Clocks

    func check(_ findings: inout Findings) -> Provider {
        let known = KnownProvider.named(name.value)
        checkName(&findings)
        let checker = PlatformChecker(name: name, draft: draft)
        let platform = checker.platform(&findings)
        let dialect = dialect(known, platform, &findings)
        checker.check(dialect, on: platform, &findings)
        let keys = (draft.keys ?? []).compactMap { KeyChecker.source(of: $0, &findings).map { [$0] } ?? [] }.flatMap { $0 }
        let acceptsCallerKey = (draft.keys ?? []).contains { $0.value.caller?.value == true }
        let wantsKey = known?.wantsKey == true || platform != .direct
        let needsNoKey = !draft.written.contains("key") && (draft.url != nil || draft.socket != nil || !wantsKey)
        if !draft.written.contains("key"), !needsNoKey {
            findings.report(
                "provider \"\(name.value)\" has no key", at: name.place,
                suggestion: "write key = { credential = \"\(name.value)\" }, or { caller = true } where callers bring theirs")
        }
        return Provider(
            name: ProviderName(name.value), dialect: dialect, platform: platform, url: url(known, platform, hasKeys: draft.keys != nil, &findings),
            socket: draft.socket, keys: keys, needsNoKey: needsNoKey, acceptsCallerKey: acceptsCallerKey, proxy: proxy(&findings),
            fields: fields(&findings), clocks: clocks(), catalog: catalog(platform))
    }

    private func checkName(_ findings: inout Findings) {
        if ["shunt", "tier"].contains(name.value) {
            findings.report("a provider cannot be named \"\(name.value)\": as a model, \"\(name.value)/…\" means something else", at: name.place)
        }
    }

    private func dialect(_ known: KnownProvider?, _ platform: Platform, _ findings: inout Findings) -> Dialect {
        if let api = draft.api { return api.value }
        if let known { return known.dialect }
        if draft.written.contains("api") { return .openAIChat }
        if let dialect = PlatformChecker.dialects(on: platform).first { return dialect }
        // What is there and wrong is not missing too.
        if PlatformChecker.isWritten(in: draft) { return .openAIChat }
        let words = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
        let nearest = Spelling.nearest(to: name.value, among: KnownProvider.all.keys)
        findings.report(
            "provider \"\(name.value)\" is none that shunt knows, so it needs an api: one of \(words)", at: name.place,
            suggestion: nearest.map { "did you mean \"\($0)\"?" })
        return .openAIChat
    }

    private func url(_ known: KnownProvider?, _ platform: Platform, hasKeys: Bool, _ findings: inout Findings) -> String {
        guard let url = draft.url else {
            if draft.written.contains("url") { return "" }
            if platform != .direct { return platformURL(platform, &findings) }
            if PlatformChecker.isWritten(in: draft) { return "" }
            if let known { return draft.socket == nil ? known.url : "http://localhost/v1" }
            if !draft.written.contains("socket") {
                findings.report(
                    "provider \"\(name.value)\" has no url", at: name.place, suggestion: "write url = \"https://HOST/v1\", or socket = \"/PATH\"")
            }
            return "http://localhost/v1"
        }
        guard let endpoint = EndpointRule.endpoint(url.value) else {
            findings.report(
                "providers.\(Findings.written(name.value)).url is no plain http or https address: \"\(Findings.shown(url.value))\"", at: url.place,
                suggestion: "write \"https://HOST[:PORT][/PATH]\" without user, query or fragment")
            return ""
        }
        if !endpoint.isEncrypted, !endpoint.isLoopback, draft.socket == nil, hasKeys, draft.plaintext?.value != true {
            findings.report(
                "providers.\(Findings.written(name.value)).url would send keys to \"\(endpoint.host)\" unencrypted", at: url.place,
                suggestion: "use https, or write plaintext = true if you trust every host on the way")
        }
        return endpoint.text
    }

    private func platformURL(_ platform: Platform, _ findings: inout Findings) -> String {
        if let url = platform.url {
            guard draft.socket != nil else { return url }
            // Over a socket there is no host; what the platform's paths begin with stays.
            return url.hasSuffix("/v1") ? "http://localhost/v1" : "http://localhost"
        }
        findings.report(
            "provider \"\(name.value)\" has no url: on Azure each customer has one of its own", at: name.place,
            suggestion: "write url = \"https://NAME.openai.azure.com\"")
        return ""
    }

    private func catalog(_ platform: Platform) -> String? {
        if let written = draft.catalog { return written.value == CatalogNames.none ? nil : written.value }
        return CatalogNames.provider(name.value, platform: platform, url: draft.url?.value)
    }

    private func proxy(_ findings: inout Findings) -> String? {
        guard let proxy = draft.proxy else { return nil }
        guard let endpoint = EndpointRule.endpoint(proxy.value) else {
            findings.report(
                "providers.\(Findings.written(name.value)).proxy is no plain http or https address: \"\(Findings.shown(proxy.value))\"",
                at: proxy.place,
                suggestion: "write \"http://HOST:PORT\"")
            return nil
        }
        return endpoint.text
    }

    private func fields(_ findings: inout Findings) -> [Provider.ExtraField] {
        var seen: Set<String> = []
        return draft.fields.compactMap { entry in
            let field = entry.key.value
            let folded = field.lowercased()
            if EndpointRule.reservedFields.contains(folded) {
                findings.report("the header field \"\(field)\" is shunt's to set", at: entry.key.place, suggestion: "a key goes into \"key\"")
                return nil
            }
            if !seen.insert(folded).inserted {
                findings.report("the header field \"\(field)\" is set twice", at: entry.key.place)
                return nil
            }
            return Provider.ExtraField(name: field, value: entry.value.value)
        }
    }

    private func clocks() -> ProviderClocks {
        var clocks = ProviderClocks()
        clocks.connect = draft.clocks?.connect ?? defaults.connect ?? clocks.connect
        clocks.firstByte = draft.clocks?.firstByte ?? defaults.firstByte ?? clocks.firstByte
        clocks.firstToken = draft.clocks?.firstToken ?? defaults.firstToken ?? clocks.firstToken
        clocks.idle = draft.clocks?.idle ?? defaults.idle ?? clocks.idle
        clocks.total = draft.clocks?.total ?? defaults.total ?? clocks.total
        return clocks
    }
}
