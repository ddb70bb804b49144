package import Primitives

/// What a request shows of the agent that sent it, beside its model: what a table's agent rules look at.
///
/// Slices share the request's storage, so keep it no longer than it takes to match.
package struct RequestSigns: Sendable, Equatable {
    /// The first values of the header fields that rules name, by their names in lower case.
    package var fields: [String: String]
    /// Names of the offered tools, as they stand between quotes in the body.
    package var tools: [ByteSlice] = []
    /// Texts of the system prompt, as they stand in the body: escaped where that is JSON.
    package var system: [ByteSlice] = []
    /// What the caller's side said after that, oldest first and in the same form: users, later system messages, tools' results.
    package var said: [ByteSlice] = []

    package init(fields: [String: String] = [:]) { self.fields = fields }

    /// The name of the program that the user agent begins with: `claude-cli` of `claude-cli/2.1 (external, cli)`.
    package var client: Substring? {
        fields["user-agent"].map { $0.prefix { $0 != "/" && $0 != " " } }
    }
}
