package import Primitives

/// One `[[agents]]` entry: the requests that it means, and the mode that they are in.
///
/// Each condition that is written must hold; nil and empty ones say nothing. An agent cannot be trusted to be what it
/// says it is, so a rule opens nothing: the caller's policy holds for the mode that it gives as for any other.
package struct AgentRule: Sendable, Equatable {
    /// A header field, by its name in lower case, and what its value may be.
    package struct Field: Sendable, Equatable {
        package let name: String
        package let values: [Glob]

        package init(name: String, values: [Glob]) {
            self.name = name
            self.values = values
        }
    }

    package var agent: AgentName
    package var fields: [Field] = []
    /// Names of the program, as the user agent begins with them.
    package var clients: [Glob]?
    /// Models that the caller asks for.
    package var models: [Glob]?
    /// Tools that must all be offered.
    package var tools: [Bytes] = []
    /// Tools of which none may be.
    package var withoutTools: [Bytes] = []
    /// Texts of which one must be in the system prompt.
    package var system: [Bytes] = []
    /// Texts of which one must be in the system prompt or in what the caller's side said.
    package var markers: [Bytes] = []
    /// Texts that make a marker void which stands before them.
    package var until: [Bytes] = []
    /// Nil names the agent and nothing else.
    package var mode: ModeName?

    package init(agent: AgentName) { self.agent = agent }

    /// Whether anything but the header and the requested model has to be known.
    var looksIntoBody: Bool { looksAtTools || !system.isEmpty || !markers.isEmpty }

    var looksAtTools: Bool { !tools.isEmpty || !withoutTools.isEmpty }

    /// The header fields that it looks at.
    var fieldNames: [String] { fields.map(\.name) + (clients == nil ? [] : ["user-agent"]) }
}
