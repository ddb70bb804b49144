/// What a command line said: options by name, and operands in order.
package struct Arguments: Equatable, Sendable {
    /// What is neither an option nor the value of one. A lone `-` is an operand.
    package internal(set) var operands: [String] = []
    private var options: [String: [String]] = [:]

    package init() {}

    /// Whether the option stands there, with or without a value.
    package func has(_ name: String) -> Bool { options[name] != nil }

    /// The option's value; of several the last, so that a script's own options can be overridden behind them.
    package func value(_ name: String) -> String? { options[name]?.last }

    /// All values of an option that may stand there many times.
    package func values(_ name: String) -> [String] { options[name] ?? [] }

    mutating func add(_ option: Option, _ value: String = "") {
        options[option.name, default: []].append(value)
    }

    /// The options alone.
    var withoutOperands: Arguments {
        var arguments = self
        arguments.operands = []
        return arguments
    }

    /// These, and behind them `later`.
    func followed(by later: Arguments) -> Arguments {
        var both = self
        both.operands += later.operands
        both.options.merge(later.options) { $0 + $1 }
        return both
    }
}
