internal import Conversation
internal import Primitives

/// What a catalog calls a provider and its models.
enum CatalogNames {
    /// The word that says "none" in settings.
    static let none = "none"

    /// The catalog's name of a provider that does not say: by its platform, else by its own name where its address is that
    /// service's, else by the host that it is reached at. Nil where the catalog cannot know it.
    static func provider(_ name: String, platform: Platform, url: String?) -> String? {
        switch platform {
        case .aws: return "bedrock"
        case .vertex: return "vertex"
        case .azure: return "azure"
        case .direct: break
        }
        guard let url else { return service(name) }
        guard let host = EndpointRule.endpoint(url)?.host else { return nil }
        return hosts.first { host == $0.host || host.hasSuffix(".\($0.host)") }?.name
    }

    /// The catalog's name of a service that shunt knows as `name`; nil for a server on this host.
    static func service(_ name: String) -> String? {
        guard let known = KnownProvider.named(name) else { return nil }
        // Google serves the same models at the same price by its own API and by OpenAI's.
        return name == "google" ? "gemini" : known.wantsKey ? name : nil
    }

    /// Hosts of services whose names do not stand in ``KnownProvider``, before those that do.
    private static let hosts: [(host: String, name: String)] = {
        let known = KnownProvider.all.compactMap { name, provider -> (host: String, name: String)? in
            guard let catalog = service(name), let host = EndpointRule.endpoint(provider.url)?.host else { return nil }
            return (host, catalog)
        }
        let others = [
            ("api.avian.io", "avian"), ("api.cohere.ai", "cohere"), ("api.cohere.com", "cohere"), ("api.doubleword.ai", "doubleword"),
            ("api.novita.ai", "novita"), ("endpoints.kepler.ai.cloud.ovh.net", "ovhcloud"), ("open.bigmodel.cn", "zhipuai"),
            ("openai.azure.com", "azure"), ("services.ai.azure.com", "azure"), ("aiplatform.googleapis.com", "vertex"),
        ]
        return others + known
    }()

    /// How the catalog may spell the model that `provider` knows as `name`, the likeliest first: a name with a date or a version stands
    /// for the one without it where the catalog does not have it itself.
    static func spellings(of name: String, at provider: String) -> [String] {
        var spellings = [name[...]]
        func add(_ shorten: (Substring) -> Substring?) {
            for spelling in spellings {
                if let shorter = shorten(spelling), !shorter.isEmpty, !spellings.contains(shorter) { spellings.append(shorter) }
            }
        }
        if provider == "gemini" { add { $0.hasPrefix("models/") ? $0.dropFirst("models/".count) : nil } }
        if provider == "bedrock" {
            // An inference profile's ARN ends with its name.
            add { $0.hasPrefix("arn:") ? $0.split(separator: "/").last : nil }
            add { dropping(":", from: $0, where: isNumber) }
            add { dropping("-", from: $0) { $0.hasPrefix("v") && isNumber($0.dropFirst()) } }
            add(droppingRegion)
        }
        add { dropping("@", from: $0) { _ in true } }
        add { dropping("-", from: $0) { $0 == "latest" || $0.utf8.count == 8 && isNumber($0) } }
        add { $0.dropLast(10).last == "-" && Day.seconds(String($0.suffix(10))) != nil ? $0.dropLast(11) : nil }
        return spellings.map { "\(provider)/\($0)" }
    }

    /// Prefixes of Bedrock's inference profiles that cost what the region's own model costs; the global ones cost less.
    private static let regions = ["us.", "eu.", "apac.", "jp.", "au.", "ca.", "us-gov."]

    private static func droppingRegion(_ name: Substring) -> Substring? {
        regions.first { name.hasPrefix($0) }.map { name.dropFirst($0.count) }
    }

    /// Without the last `separator` and what follows it, where that is `droppable`.
    private static func dropping(_ separator: Character, from name: Substring, where droppable: (Substring) -> Bool) -> Substring? {
        guard let place = name.lastIndex(of: separator), droppable(name[name.index(after: place)...]) else { return nil }
        return name[..<place]
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
