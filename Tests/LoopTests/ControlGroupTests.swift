@testable import Loop
import Testing

@Suite("Control groups")
struct ControlGroupTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let path: String
        var root = ""
        var unit: String?
        var userUnit: String?
        var slice: String?
        var testDescription: String { root + " " + path }
    }

    @Test("a path tells unit, user unit and slice", arguments: [
        Case(path: "/system.slice/cron.service", unit: "cron.service", slice: "system.slice"),
        Case(path: "/system.slice/system-agent.slice/agent@1.service/child", unit: "agent@1.service", slice: "system-agent.slice"),
        Case(path: "/user.slice/user-1000.slice/session-3.scope", unit: "session-3.scope", slice: "user-1000.slice"),
        Case(
            path: "/user.slice/user-1000.slice/user@1000.service/app.slice/agent.service",
            unit: "user@1000.service", userUnit: "agent.service", slice: "app.slice"),
        Case(
            path: "/user.slice/user-1000.slice/user@1000.service/init.scope",
            unit: "user@1000.service", userUnit: "init.scope", slice: nil),
        Case(path: "/user.slice/user-1000.slice/user@1000.service", unit: "user@1000.service", slice: "user-1000.slice"),
        Case(path: "/init.scope", unit: "init.scope"),
        Case(path: "/system.slice/_cpu.service", unit: "cpu.service", slice: "system.slice"),
        Case(
            path: "/machine.slice/box.scope/payload/system.slice/a.service", root: "/machine.slice/box.scope/payload",
            unit: "a.service", slice: "system.slice"),
        Case(path: "/docker/0123456789abcdef"),
        Case(path: "/system.slice/docker-abc/.service", slice: "system.slice"),
        Case(path: "/"),
        Case(path: ""),
        Case(path: "/.slice/.service"),
    ])
    func parse(_ example: Case) {
        let group = ControlGroup(path: example.path, root: example.root)
        #expect(group.unit == example.unit)
        #expect(group.userUnit == example.userUnit)
        #expect(group.slice == example.slice)
    }
}
