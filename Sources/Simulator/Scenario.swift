internal import HTTPWire
package import JSONText
package import Primitives

/// What the simulator plays to whom: rules in order, of which the first that fits a request decides.
///
///     {"models": ["sim-large"], "keys": ["sk-a"],
///      "rules": [{"model": "sim-*", "path": "*/messages", "header": {"x-a": "b*"}, "answer": "status=429&times=2"}]}
///
/// `models` are listed and no others answer; `keys` are accepted and no others; each may be left out. In patterns `*` is any text.
/// `answer` is a script as text, or an object of the same directives.
package struct Scenario: Sendable, Equatable {
    package var models: [String]?
    package var keys: [String]?
    package var rules: [Rule] = []

    package init() {}

    package struct Rule: Sendable, Equatable {
        var model: Glob?
        var path: Glob?
        var headers: [(name: String, value: Glob)] = []
        var script = Script()

        /// Answers every request for a model that `model` fits as `script` says.
        package init(model: String = "*", _ script: String) throws(ScriptError) {
            self.model = Glob(model)
            self.script = try Script(script)
        }

        init() {}

        package static func == (left: Self, right: Self) -> Bool {
            left.model == right.model && left.path == right.path && left.script == right.script
                && left.headers.elementsEqual(right.headers) { $0.name == $1.name && $0.value == $1.value }
        }

        func fits(_ call: ProviderCall) -> Bool {
            if let model, !model.matches(call.model) { return false }
            if let path, !path.matches(call.head.path) { return false }
            return headers.allSatisfy { header in call.head.fields[header.name].map(header.value.matches) ?? false }
        }
    }

    package static func parse(_ text: Bytes) throws(ScriptError) -> Scenario {
        let document: JSONDocument
        do { document = try JSONDocument.parse(text) } catch { throw ScriptError("no JSON: \(error)") }
        return try Scenario(document.root)
    }

    package init(_ json: JSONValue) throws(ScriptError) {
        guard json.kind == .object else { throw ScriptError("a scenario is an object") }
        for (key, value) in json.members {
            switch key.text {
            case "models": models = try Self.strings(value, "models")
            case "keys": keys = try Self.strings(value, "keys")
            case "rules": rules = try Self.rules(value)
            default: throw ScriptError("unknown key \"\(key.text)\"; there are models, keys, rules")
            }
        }
    }

    private static func strings(_ json: JSONValue, _ name: String) throws(ScriptError) -> [String] {
        guard json.kind == .array else { throw ScriptError("\(name) is no array") }
        var strings: [String] = []
        for element in json.elements {
            guard let string = element.string else { throw ScriptError("\(name) holds something else than strings") }
            strings.append(string)
        }
        return strings
    }

    private static func rules(_ json: JSONValue) throws(ScriptError) -> [Rule] {
        guard json.kind == .array, json.count <= Limits.scenarioRules else { throw ScriptError("rules is no array of at most \(Limits.scenarioRules)") }
        var rules: [Rule] = []
        for element in json.elements {
            do { rules.append(try Rule(element)) } catch { throw ScriptError("rules[\(rules.count)]: \(error)") }
        }
        return rules
    }
}

extension Scenario.Rule {
    init(_ json: JSONValue) throws(ScriptError) {
        guard json.kind == .object else { throw ScriptError("a rule is an object") }
        self.init()
        for (key, value) in json.members {
            switch key.text {
            case "model": model = Glob(try Self.string(value, "model"))
            case "path": path = Glob(try Self.string(value, "path"))
            case "header":
                for (name, pattern) in value.members { headers.append((name.text, Glob(try Self.string(pattern, name.text)))) }
            case "answer": script = try Self.script(value)
            default: throw ScriptError("unknown key \"\(key.text)\"; there are model, path, header, answer")
            }
        }
    }

    private static func string(_ json: JSONValue, _ name: String) throws(ScriptError) -> String {
        if let string = json.string { return string }
        throw ScriptError("\(name) is no string")
    }

    private static func script(_ json: JSONValue) throws(ScriptError) -> Script {
        if let text = json.string { return try Script(text) }
        guard json.kind == .object else { throw ScriptError("answer is neither text nor object") }
        var script = Script()
        for (name, value) in json.members {
            try script.apply(name.text, value.string ?? value.raw.text)
        }
        return script
    }
}
