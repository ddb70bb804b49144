// swift-tools-version: 6.2
import Foundation
import PackageDescription

// The manifest is the architecture diagram: targets stand in band order, and a target imports only
// targets of a lower rank that its row names. Tests/LayerTests holds the sources to these rows.

/// What every Swift target is compiled with.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Pure targets hold no unsafe code at all, and the compiler checks it.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A C or C++ library of Debian behind a module map or a thin shim.
func shim(_ name: String, library: [String], cxx: Bool = false) -> Target {
    .target(
        name: name,
        path: "Sources/\(name)",
        cxxSettings: cxx ? [.unsafeFlags(["-O2", "-fno-rtti"])] : [],
        linkerSettings: library.map { .linkedLibrary($0) }
    )
}

/// An edge target: the only place where a C library is called and memory is handled by hand.
func edge(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// A pure target: values in, values out, or services that drive them.
func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: pure)
}

/// A program; its main file is a page at most.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: pure)
}

/// The tests of one target.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// Debian 12 has http_parser, Debian 13 its successor; Sources/CHTTPParser/library.h chooses by the same header.
let httpParser = FileManager.default.fileExists(atPath: "/usr/include/llhttp.h") ? "llhttp" : "http_parser"

let package = Package(
    name: "shunt",
    products: [
        .executable(name: "shuntd", targets: ["shuntd"]),
        .executable(name: "shunt", targets: ["shunt"]),
        .executable(name: "shunt-simulator", targets: ["shunt-simulator"]),
        .executable(name: "shunt-bench", targets: ["shunt-bench"]),
    ],
    targets: [
        // Rank 0: system libraries.
        shim("CLinux", library: []),  // epoll, eventfd, peer credentials: what Glibc's module leaves out
        shim("CSystemd", library: ["systemd"]),  // sd-event, sd-daemon, sd-journal, sd-login
        shim("CCurl", library: ["curl"]),  // typed setters over libcurl's variadic ones
        shim("CHTTPParser", library: [httpParser]),  // HTTP/1.1 framing; llhttp under the same names on Debian 13
        shim("CCrypto", library: ["crypto"]),  // OpenSSL's digests
        shim("CZlib", library: ["z"]),  // zlib's checksum
        shim("CSodium", library: ["sodium"]),  // libsodium: what minisign signs with
        shim("CSimdjson", library: ["simdjson", "stdc++"], cxx: true),  // JSON to a flat tape of offsets
        shim("CSQLite", library: ["sqlite3"]),  // SQLite
        shim("CToml", library: ["stdc++"], cxx: true),  // TOML to a flat list of positioned nodes

        // Rank 1: what everything may use.
        edge("Primitives", ["CLinux"]),  // bytes, identifiers, limits, Secret, money, source positions

        // Rank 2: the loop; the only users of one library each; values without I/O.
        edge("Loop", ["CLinux", "CSystemd", "Primitives"]),  // epoll loop, executor, timers, descriptors, signals, Unix sockets
        edge("JSONText", ["CSimdjson", "Primitives"]),  // JSON as lazy views of its source, and an append-only writer
        edge("TOMLText", ["CToml", "Primitives"]),  // TOML with the position of every key and value
        edge("Database", ["CSQLite"]),  // SQLite files, and a thread that owns one
        edge("Digests", ["CCrypto", "CZlib", "Primitives"]),  // SHA-256, HMAC, CRC-32
        edge("Minisign", ["CSodium", "Primitives"]),  // signatures of minisign
        layer("HTTPWire", ["Primitives"]),  // header fields, HTTP heads and server-sent events as values and machines
        layer("Telemetry", ["Primitives"]),  // log entries and counters as values
        layer("Options", ["Primitives"]),  // command lines: parsing, suggestions and help from one table

        // Rank 3: edges on the loop; what dialects exchange.
        edge("Host", ["CLinux", "CSystemd", "Loop", "JSONText", "Telemetry", "Primitives"]),  // journal, notify, credentials, socket activation
        edge("Transfer", ["CCurl", "Loop", "HTTPWire", "Primitives"]),  // outgoing HTTP on curl's multi interface
        edge("HTTPDoor", ["CHTTPParser", "HTTPWire", "Primitives"]),  // HTTP/1.1 requests from bytes
        layer("Conversation", ["JSONText", "Primitives"]),  // ChatRequest, ChatEvent, Usage, Fault

        // Rank 4: what shunt exists for.
        layer("Dialects", ["Conversation", "JSONText", "HTTPWire", "Digests", "Primitives"]),  // wire APIs to and from Conversation
        layer("Routing", ["Conversation", "JSONText", "Primitives"]),  // table, decision, affinity, health, prices

        // Rank 5: configuration.
        layer("Simulation", ["Routing", "Conversation", "JSONText", "Primitives"]),  // calls of the past under another table, and generated ones
        layer("Settings", ["TOMLText", "JSONText", "Digests", "Minisign", "Conversation", "Routing", "Primitives"]),  // TOML or JSON to a validated snapshot

        // Rank 6: what the services say to one another.
        layer("Exchange", ["Loop", "Conversation", "Dialects", "Routing", "Settings", "HTTPWire", "JSONText", "Digests", "Telemetry", "Primitives"]),  // calls, answers, failures, snapshots

        // Rank 7: the services; they never import one another.
        layer("Gateway", ["Exchange", "Simulation", "Loop", "HTTPDoor", "HTTPWire", "JSONText", "Dialects", "Conversation", "Routing", "Settings", "Telemetry", "Primitives"]),  // the doors: NDJSON and HTTP on one socket
        layer("Upstream", ["Exchange", "Loop", "Transfer", "HTTPWire", "JSONText", "Digests", "Dialects", "Conversation", "Routing", "Settings", "Telemetry", "Primitives"]),  // decision, attempts, settlement
        layer("Ledger", ["Exchange", "Database", "Loop", "JSONText", "Conversation", "Routing", "Telemetry", "Primitives"]),  // what each request used and cost, on disk
        layer("Control", ["Exchange", "Loop", "Host", "Transfer", "HTTPWire", "Digests", "Settings", "Routing", "JSONText", "Telemetry", "Primitives"]),  // reload, where tables come from, status

        // Rank 8: the object graphs.
        layer("Assembly", ["Options", "Ledger", "Gateway", "Upstream", "Control", "Exchange", "Loop", "Host", "Transfer", "Settings", "Routing", "Telemetry", "JSONText", "Primitives"]),  // start, reload, drain
        layer("Console", ["Options", "Simulation", "Loop", "JSONText", "TOMLText", "Minisign", "Conversation", "Settings", "Routing", "Telemetry", "Primitives"]),  // the commands of shunt

        // Rank 9: programs.
        program("shuntd", ["Assembly", "Options", "Loop", "Primitives"]),
        program("shunt", ["Console", "Loop"]),

        // Instruments: no part of the daemon.
        layer("Simulator", ["Digests", "Options", "Loop", "HTTPDoor", "HTTPWire", "JSONText", "Primitives"]),  // a scripted provider over real HTTP
        program("shunt-simulator", ["Simulator", "Loop"]),
        layer("Benchmark", ["Ledger", "Exchange", "Options", "Simulation", "Settings", "Routing", "Conversation", "Loop", "JSONText", "Simulator", "Primitives"]),  // the daemon's cost beside nginx's
        program("shunt-bench", ["Benchmark", "Loop"]),
        .target(name: "TestKit", dependencies: ["Loop", "JSONText", "Primitives"], path: "Tests/TestKit", swiftSettings: strict),  // fixtures, seeded chunking, temporary folders
        .target(
            name: "FuzzTargets", dependencies: ["Simulation", "Dialects", "Conversation", "Settings", "Minisign", "HTTPDoor", "HTTPWire", "JSONText", "Primitives"], path: "Tests/Fuzz/Targets",
            swiftSettings: strict),  // what the fuzzers run, and the tests replay

        tests("PrimitivesTests", ["Primitives", "TestKit"]),
        tests("LoopTests", ["CLinux", "Loop", "TestKit", "Primitives"]),
        tests("JSONTextTests", ["JSONText", "TestKit", "Primitives"]),
        tests("TOMLTextTests", ["TOMLText", "TestKit", "Primitives"]),
        tests("OptionsTests", ["Options", "Primitives"]),
        tests("MinisignTests", ["Minisign", "Loop", "TestKit", "Primitives"]),
        tests("HTTPWireTests", ["HTTPWire", "HTTPDoor", "TestKit", "Primitives"]),
        tests("HostTests", ["Host", "Loop", "Telemetry", "TestKit", "Primitives"]),
        tests("TransferTests", ["Transfer", "Loop", "HTTPWire", "TestKit", "Primitives"]),
        tests("ConversationTests", ["Conversation", "JSONText", "Primitives"]),
        tests("DialectsTests", ["Dialects", "Conversation", "HTTPWire", "JSONText", "TestKit", "Primitives"]),
        tests("RoutingTests", ["Routing", "Conversation", "JSONText", "TestKit", "Primitives"]),
        tests("SimulationTests", ["Simulation", "Routing", "Conversation", "JSONText", "TestKit", "Primitives"]),
        tests("DatabaseTests", ["Database", "TestKit", "Primitives"]),
        tests("LedgerTests", ["Ledger", "Exchange", "Database", "Routing", "Conversation", "Telemetry", "Loop", "TestKit", "Primitives"]),
        tests("MoneyTests", ["Simulation", "Dialects", "Settings", "Routing", "Conversation", "HTTPWire", "JSONText", "TestKit", "Primitives"]),  // recorded usage against published prices
        tests("SettingsTests", ["Settings", "Routing", "Conversation", "JSONText", "TestKit", "Primitives"]),
        tests("ConsoleTests", ["Minisign", "Console", "Options", "Loop", "JSONText", "Routing", "TestKit", "Primitives"]),
        tests("ControlTests", ["Control", "Exchange", "Transfer", "Settings", "Routing", "HTTPWire", "Telemetry", "Loop", "TestKit", "Primitives"]),
        tests("GatewayTests", ["Ledger", "Gateway", "Conversation", "HTTPWire", "Exchange", "Upstream", "Control", "Simulator", "Transfer", "Settings", "Telemetry", "Loop", "JSONText", "TestKit", "Primitives"]),
        tests("UpstreamTests", ["Upstream", "Exchange", "Transfer", "Settings", "Routing", "HTTPWire", "Conversation", "JSONText", "Loop", "TestKit", "Primitives"]),
        tests("SimulatorTests", ["Simulator", "Options", "Loop", "JSONText", "TestKit", "Primitives"]),
        tests("FuzzTests", ["FuzzTargets", "TestKit", "Primitives"]),
        tests("BenchmarkTests", ["Benchmark", "TestKit", "Primitives"]),
        tests("DaemonTests", ["Simulator", "Database", "Loop", "JSONText", "TestKit", "Primitives"]),  // the real programs over their socket
        tests("PackagingTests", ["Console", "Options", "Telemetry", "Settings", "Routing", "Primitives"]),  // what is installed beside the programs agrees with them
        tests("AgentTests", ["Exchange", "Dialects", "Conversation", "Settings", "Routing", "JSONText", "TestKit", "Primitives"]),  // contrib/agents: real-looking requests through its rules
        tests("LayerTests", ["TestKit", "Primitives"]),
    ],
    cxxLanguageStandard: .cxx20
)

// Fuzzers have no main function of their own, so that they are built only when asked for: see contrib/fuzz.
if ProcessInfo.processInfo.environment["SHUNT_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "shunt-fuzz", dependencies: ["FuzzTargets", "Primitives"], path: "Tests/Fuzz/Entry",
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
    package.products.append(.executable(name: "shunt-fuzz", targets: ["shunt-fuzz"]))
}
