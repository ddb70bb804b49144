internal import Conversation
internal import Primitives
internal import Routing

/// Models and the tiers that list them.
extension TableChecker {
    mutating func add(_ entry: MapEntry<TableDraft.Model>, _ findings: inout Findings) {
        let (id, draft) = (entry.key, entry.value.value)
        let implied = ModelDefinition(implied: ModelID(id.value))
        _ = checkReserved(id, &findings)
        if draft.provider == nil, draft.written.contains("provider") { return }
        guard let provider = draft.provider ?? implied.map({ Placed(value: $0.provider.text, place: id.place) }) else {
            findings.report(
                "the model \"\(id.value)\" has no provider", at: id.place,
                suggestion: "write provider = \"NAME\", or call the model \"PROVIDER/NAME\"")
            return
        }
        checkProvider(provider, &findings)
        definition.models[ModelID(id.value)] = ModelDefinition(
            id: ModelID(id.value), provider: ProviderName(provider.value),
            wireName: draft.name ?? (draft.provider == nil ? implied?.wireName : nil) ?? id.value, context: draft.context,
            maxOutput: draft.maxOutput, abilities: abilities(draft.abilities, &findings), prefill: draft.prefill, price: draft.price)
        definition.models[ModelID(id.value)]?.cache = draft.cache
    }

    /// False with a report where the name means something else as a caller's model.
    private func checkReserved(_ id: Placed<String>, _ findings: inout Findings) -> Bool {
        for prefix in ["shunt/", "tier/"] where id.value.hasPrefix(prefix) {
            findings.report(
                "a model cannot be called \"\(id.value)\": \"\(prefix)…\" means a \(prefix == "tier/" ? "tier" : "profile")", at: id.place)
            return false
        }
        return true
    }

    private func checkProvider(_ name: Placed<String>, _ findings: inout Findings) {
        guard let providers, !providers.contains(ProviderName(name.value)) else { return }
        let names = providers.map(\.text)
        let hint = Spelling.nearest(to: name.value, among: names).map { "did you mean \"\($0)\"?" }
        findings.report(
            "there is no provider \"\(name.value)\" in the configuration", at: name.place,
            suggestion: hint ?? "it has \(Self.listed(names)); only shunt.toml can add one")
    }

    private func abilities(_ list: [Placed<Ability>]?, _ findings: inout Findings) -> Abilities? {
        guard let list else { return nil }
        var abilities: Abilities = []
        for entry in list where !abilities.insert(entry.value.abilities).inserted {
            findings.report("\"\(entry.value.rawValue)\" is listed twice", at: entry.place)
        }
        return abilities
    }

    mutating func add(_ entry: MapEntry<TableDraft.Tier>, _ findings: inout Findings) {
        let (name, draft) = (entry.key.value, entry.value.value)
        if name == "reject" { findings.report("a tier cannot be called \"reject\": in unknown_mode the word means no tier", at: entry.key.place) }
        var members: [ModelID] = []
        for model in draft.models ?? [] {
            let id = ModelID(model.value)
            checkModel(model, usedBy: "the tier \"\(name)\"", &findings)
            if members.contains(id) {
                findings.report("the tier \"\(name)\" lists \"\(model.value)\" twice", at: model.place, suggestion: "give it a weight instead")
            } else {
                members.append(id)
            }
        }
        let weights = weights(draft, members, tier: name, &findings)
        let order = draft.order?.value ?? (draft.weights == nil ? .listed : .weighted)
        definition.tiers[TierName(name)] = .init(models: members, weights: weights, order: order, effort: draft.effort, conduct: draft.conduct)
    }

    private func checkModel(_ model: Placed<String>, usedBy user: String, _ findings: inout Findings) {
        if draft.models.contains(where: { $0.key.value == model.value }) { return }
        let names = draft.models.map(\.key.value)
        let nearest = Spelling.nearest(to: model.value, among: names)
        if let implied = ModelDefinition(implied: ModelID(model.value)) {
            guard checkReserved(model, &findings) else { return }
            if let providers, !providers.contains(implied.provider), let nearest {
                findings.report(
                    "\(user) names the model \"\(model.value)\", which does not exist", at: model.place, suggestion: "did you mean \"\(nearest)\"?")
            } else {
                checkProvider(Placed(value: implied.provider.text, place: model.place), &findings)
            }
            return
        }
        let hint = nearest.map { "did you mean \"\($0)\"?" } ?? "add [models.\(Findings.written(model.value))], or write \"PROVIDER/\(model.value)\""
        findings.report("\(user) names the model \"\(model.value)\", which does not exist", at: model.place, suggestion: hint)
    }

    private func weights(_ draft: TableDraft.Tier, _ members: [ModelID], tier: String, _ findings: inout Findings) -> [ModelID: Int] {
        if let order = draft.order, order.value == .listed, draft.weights != nil {
            findings.report(
                "the tier \"\(tier)\" has weights, which order = \"listed\" does not use", at: order.place, suggestion: "drop one of the two")
        }
        var weights: [ModelID: Int] = [:]
        for weight in draft.weights ?? [] {
            let id = ModelID(weight.key.value)
            if !members.contains(id) {
                let nearest = Spelling.nearest(to: id.text, among: members.map(\.text))
                findings.report(
                    "the tier \"\(tier)\" weighs \"\(id)\", which is not among its models", at: weight.key.place,
                    suggestion: nearest.map { "did you mean \"\($0)\"?" })
            }
            weights[id] = weight.value.value
        }
        return weights
    }
}
