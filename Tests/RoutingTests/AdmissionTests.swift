import Routing
import Testing

@Suite("Admission")
struct AdmissionTests {
    private let bounds: Admission.Bounds = {
        var bounds = Admission.Bounds()
        (bounds.requests, bounds.requestsPerCaller, bounds.queue, bounds.bytes) = (3, 2, 2, 100)
        return bounds
    }()

    @Test("Within the limits requests begin, beyond them they wait, and beyond the queue they are refused")
    func limits() {
        var admission = Admission()
        #expect(admission.came(1, of: "a", bytes: 1, bounds) == .begin)
        #expect(admission.came(2, of: "a", bytes: 1, bounds) == .begin)
        #expect(admission.came(3, of: "a", bytes: 1, bounds) == .wait)
        #expect(admission.came(4, of: "b", bytes: 1, bounds) == .begin)
        #expect(admission.came(5, of: "b", bytes: 1, bounds) == .wait)
        #expect(admission.came(6, of: "c", bytes: 1, bounds) == .refuse)
    }

    @Test("A free place goes to the caller with the fewest under way, whoever came first")
    func fairShare() {
        var admission = Admission()
        for ticket in 1...2 { _ = admission.came(ticket, of: "a", bytes: 1, bounds) }
        _ = admission.came(3, of: "b", bytes: 1, bounds)
        _ = admission.came(4, of: "a", bytes: 1, bounds)
        _ = admission.came(5, of: "c", bytes: 1, bounds)
        #expect(admission.ended("b", bytes: 1, bounds) == 5)
        #expect(admission.ended("c", bytes: 1, bounds) == nil)
        #expect(admission.ended("a", bytes: 1, bounds) == 4)
    }

    @Test("A caller with a bound of its own waits for its own requests, and others do not")
    func ownBound() {
        var admission = Admission()
        var narrow = bounds
        (narrow.requests, narrow.requestsPerCaller) = (10, 1)
        var wide = narrow
        wide.requestsPerCaller = 5
        #expect(admission.came(1, of: "a", bytes: 1, narrow) == .begin)
        #expect(admission.came(2, of: "a", bytes: 1, narrow) == .wait)
        #expect(admission.came(3, of: "b", bytes: 1, wide) == .begin)
        #expect(admission.ended("b", bytes: 1, wide) == nil)
        #expect(admission.ended("a", bytes: 1, narrow) == 2)
    }

    @Test("Bytes are bounded, but for a request that is alone")
    func bytes() {
        var admission = Admission()
        #expect(admission.came(1, of: "a", bytes: 1000, bounds) == .begin)
        #expect(admission.came(2, of: "b", bytes: 1, bounds) == .refuse)
        #expect(admission.ended("a", bytes: 1000, bounds) == nil)
        #expect(admission.came(3, of: "b", bytes: 1, bounds) == .begin)
    }

    @Test("One that leaves the queue frees its place in it, and has no turn any more")
    func leaving() {
        var admission = Admission()
        for ticket in 1...3 { _ = admission.came(ticket, of: "a", bytes: 1, bounds) }
        let (first, second) = (admission.left(3, bytes: 1), admission.left(3, bytes: 1))
        #expect(first && !second)
        #expect(admission.ended("a", bytes: 1, bounds) == nil)
        #expect(admission.waiting == 0)
    }
}

extension Party: ExpressibleByStringLiteral {
    public init(stringLiteral unit: String) { self.init(uid: 0, unit: unit) }
}
