/// What is wrong with a script or a scenario, in words for whoever wrote it.
package struct ScriptError: Error, Equatable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
