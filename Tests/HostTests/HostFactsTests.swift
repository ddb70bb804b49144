import Glibc
import Host
import Testing

@Suite("Host facts")
struct HostFactsTests {
    @Test("names and numbers of users and groups are found both ways")
    func names() {
        #expect(HostFacts.userName(0) == "root")
        #expect(HostFacts.uid(ofUser: "root") == 0)
        #expect(HostFacts.groupName(0) == "root")
        #expect(HostFacts.gid(ofGroup: "root") == 0)
        #expect(HostFacts.ownUID == geteuid())
    }

    @Test("what does not exist is nil")
    func missing() {
        #expect(HostFacts.userName(4_000_000_001) == nil)
        #expect(HostFacts.uid(ofUser: "no such user") == nil)
        #expect(HostFacts.groupName(4_000_000_001) == nil)
        #expect(HostFacts.gid(ofGroup: "no such group") == nil)
    }

    @Test("a hardened process leaves no core and is closed to debuggers")
    func hardening() async {
        await #expect(processExitsWith: .success) {
            try ProcessHardening.forbidCoreDumps()
            var limit = rlimit()
            try #require(getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit) == 0)
            try #require(limit.rlim_cur == 0 && limit.rlim_max == 0)
            // prctl is variadic, which Swift cannot call but by its address.
            typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
            let control = unsafeBitCast(try #require(dlsym(nil, "prctl")), to: Control.self)
            let getDumpable: Int32 = 3
            try #require(control(getDumpable, 0, 0, 0, 0) == 0)
        }
    }

    @Test("the descriptor limit ends up at the hard limit")
    func descriptorLimit() {
        let limit = ProcessHardening.raiseDescriptorLimit()
        var now = rlimit()
        #expect(getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &now) == 0)
        #expect(now.rlim_cur == now.rlim_max)
        #expect(limit == Int(clamping: now.rlim_cur))
    }
}
