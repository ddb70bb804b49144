@testable import Benchmark
import Primitives
import TestKit
import Testing

@Suite("HTTPAnswerReader")
struct HTTPAnswerReaderTests {
    static let byLength = "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 9\r\n\r\n{\"a\":\"b\"}"
    static let inChunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n4\r\n\"b\"}\r\n0\r\n\r\n"

    @Test("both framings give the same body, however the bytes are cut", arguments: [byLength, inChunks])
    func framings(response: String) throws {
        let bytes = Bytes(response.utf8)
        for size in 1...bytes.count {
            var reader = HTTPAnswerReader()
            var rest = bytes[...]
            while !rest.isEmpty {
                #expect(!reader.isDone)
                try reader.feed(Bytes(rest.prefix(size)))
                rest = rest.dropFirst(size)
            }
            #expect(reader.isDone)
            #expect(reader.body.text == "{\"a\":\"b\"}")
        }
    }

    @Test("what is no sound success counts as none", arguments: [
        ("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", HTTPAnswerReader.Problem.status(502)),
        ("HTTP/1.1 200 OK\r\nserver: x\r\n\r\n", .framing),
        ("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", .framing),
        (byLength + "more", .framing),
    ])
    func problems(response: String, problem: HTTPAnswerReader.Problem) {
        var reader = HTTPAnswerReader()
        #expect(throws: problem) { try reader.feed(Bytes(response.utf8)) }
    }

    @Test("the next answer is read behind the last one")
    func nextAnswer() throws {
        var reader = HTTPAnswerReader()
        for response in [Self.byLength, Self.inChunks, Self.byLength] {
            reader.reset()
            try reader.feed(Bytes(response.utf8))
            #expect(reader.isDone && reader.body.count == 9)
        }
    }
}

@Suite("ContentText")
struct ContentTextTests {
    @Test("the text of all chunks is put together, and nothing else")
    func text() {
        #expect(ContentText.of(Bytes(#"{"content":""} {"content":"one","x":"content"} {"content":" two"} {"content":null}"#.utf8)) == "one two")
        #expect(ContentText.of([]) == "")
        #expect(ContentText.of(Bytes(#""content":""#.utf8)) == "")
    }
}

@Suite("Figures of the benchmark")
struct FiguresTests {
    @Test("percentiles are of the sorted times")
    func percentiles() throws {
        var latencies = Latencies()
        for number in (1...100).reversed() { latencies.add(.microseconds(number)) }
        #expect(latencies.percentiles([0, 0.5, 0.99]) == [1, 51, 100])
        #expect(Latencies().percentiles([0.5]) == nil)
    }

    @Test("numbers are shown with three digits that matter", arguments: [
        (0.004, "0.00"), (1.5, "1.50"), (-1.25, "-1.25"), (12.345, "12.3"), (99.96, "100.0"), (123.4, "123"), (0, "0.00"), (-0.05, "-0.05"),
    ])
    func numbers(value: Double, text: String) {
        #expect(Report.number(value) == text)
    }

    @Test("the daemon's ratio to nginx is held against what is wanted")
    func ratios() throws {
        var figures = ["direct", "nginx", "shuntd HTTP"].map(Figures.init)
        figures[1].idleBytes = 10_000_000
        figures[2].idleBytes = 25_000_000
        figures[2].start = 20_000
        let comparison = Comparison(figures)
        let idle = try #require(comparison.rows.first { $0.key == "memory_idle" })
        #expect(comparison.ratio(idle, 2) == 2.5)
        #expect(comparison.meets(idle) == false)
        let start = try #require(comparison.rows.first { $0.key == "start" })
        #expect(comparison.meets(start) == true)
        #expect(Report.table(comparison).contains("MISSED"))
        #expect(Report.json(comparison).text.contains(#""shuntd HTTP / nginx":2.50"#))
    }

    @Test("a request is as long as its head says, in either way of asking")
    func templates() throws {
        let target = Target(name: "t", socket: "/nowhere", wire: .http, namesMode: true, pid: 1)
        for workload in Workload.all {
            let request = target.template(workload).request(RequestTemplate.question(connection: 63, number: 1_234_567)).text
            let body = try #require(request.firstRange(of: "\r\n\r\n")).upperBound
            #expect(request.contains("content-length: \(request[body...].utf8.count)\r\n"))
        }
    }
}
