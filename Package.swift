// swift-tools-version: 6.2
import PackageDescription

// One list of settings for every target: Swift 6 language mode with the upcoming features that make
// dependencies and existentials visible. Warnings are errors in our own code only.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
  // Named places where the kill test ends the process; they do not exist in a release build.
  .define("FAIL_POINTS", .when(configuration: .debug)),
]

// The modules in which tests spend their time. Unoptimised, they take several times as long.
let hot: Set<String> = [
  "CivilTime", "Encoding", "CEL", "YAMLTree", "Statecharts", "WorkflowDefinitions", "WorkflowEngine", "MemoryStorage",
  "WorkflowScenarios", "Matching",
]

func library(_ name: String, _ dependencies: [Target.Dependency] = [], usesMath: Bool = false) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: hot.contains(name)
      ? settings + [.unsafeFlags(["-O"], .when(configuration: .debug))] : settings,
    linkerSettings: usesMath ? [.linkedLibrary("m")] : nil)
}

/// `programs` are run by tests as counterparts of their own; the package builds nothing from them.
func tests(_ name: String, _ dependencies: [Target.Dependency], programs: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: programs, swiftSettings: settings)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: [Target.Dependency] = [
  .product(name: "Hummingbird", package: "hummingbird"),
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "Logging", package: "swift-log"),
]
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle: [Target.Dependency] = [
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
  .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "magnetiq",
  products: [
    .executable(name: "magnetiqd", targets: ["magnetiqd"]),
    .executable(name: "magnetiqctl", targets: ["magnetiqctl"]),
    .executable(name: "magnetiq-sandbox", targets: ["magnetiq-sandbox"]),
    // What the packages in Benchmarks and Fuzzing build of this one.
    .library(name: "CivilTime", targets: ["CivilTime"]),
    .library(name: "CEL", targets: ["CEL"]),
    .library(name: "Statecharts", targets: ["Statecharts"]),
    .library(name: "WorkflowDefinitions", targets: ["WorkflowDefinitions"]),
    .library(name: "Matching", targets: ["Matching", "MatchingFiles"]),
    .library(name: "Storage", targets: ["Storage", "SQLiteStorage"]),
    .library(name: "Marketplace", targets: ["Money", "Availability", "Pricing", "Marketplace"]),
    .library(
      name: "WorkflowEngine",
      targets: ["WorkflowEngine", "EngineMessages", "Execution", "Digests", "SystemdSupport", "Control"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // C libraries
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),

    // Pure: no Foundation, no C, no async
    library("CivilTime"),
    library("Encoding", ["CivilTime"]),
    library("Secrets"),
    library("Currencies"),
    library("Money"),
    library("Locales", ["CivilTime", "Currencies"]),
    library("Pages", ["CivilTime", "Encoding", "Currencies", "Locales"]),
    library("CEL", ["CivilTime", "Encoding", "Currencies", "Money"], usesMath: true),
    library("Availability", ["CivilTime"]),
    library("Pricing", ["CivilTime", "Money"]),
    library("Marketplace", ["CivilTime", "Currencies", "CEL", "Money", "Availability", "Pricing", "Leads"]),
    library("Statecharts", ["CivilTime", "Encoding", "CEL"]),
    library("Matching", ["CivilTime"]),
    library("Leads", ["CivilTime"]),
    library("Storage", ["CivilTime"]),
    library("Execution", ["CivilTime", "CEL"]),
    library("EngineMessages", ["CivilTime", "CEL"]),
    library(
      "WorkflowEngine",
      ["CivilTime", "Encoding", "CEL", "Statecharts", "Storage", "Execution", "EngineMessages"]),

    // Definitions and stores
    library("YAMLTree", [yams]),
    library("Files"),
    library("WorkflowDefinitions", ["Files", "CivilTime", "Encoding", "CEL", "Statecharts", "Execution", "YAMLTree"]),
    library("MatchingFiles", ["CivilTime", "YAMLTree", "Matching", "Leads"]),
    library("SQLiteStorage", ["CSQLite", "CivilTime", "Encoding", "Storage"]),
    library("MemoryStorage", ["CivilTime", "Storage"]),
    library(
      "WorkflowScenarios",
      [
        "CivilTime", "CEL", "Statecharts", "YAMLTree", "WorkflowDefinitions", "Storage", "MemoryStorage", "Execution",
        "EngineMessages", "WorkflowEngine",
      ]),
    library(
      "WorkflowProofs", ["CivilTime", "CEL", "Statecharts", "Execution", "WorkflowDefinitions", "WorkflowScenarios"]),

    library(
      "LanguageServer", ["CEL", "Encoding", "Statecharts", "Execution", "YAMLTree", "WorkflowDefinitions"]),

    // The edge
    library("Digests", ["CLibcrypto"]),
    library("Transport", ["CCurl", "Secrets"]),
    library(
      "Executors",
      [
        "Files", "Transport", "CivilTime", "Encoding", "Secrets", "Currencies", "Locales", "CEL", "Execution",
        "Digests",
        logging,
      ]),
    library("Listening", ["CivilTime", "Encoding"] + hummingbird),
    library("Ingress", ["Listening", "CivilTime", "Encoding", "CEL", "EngineMessages", "Digests"] + hummingbird),
    library(
      "Site",
      ["Pages", "Locales", "Listening", "Ingress", "CivilTime", "Encoding", "CEL", "EngineMessages", "Digests"]
        + hummingbird),
    library("Control", ["Listening", "Transport", "CCurl", "CSystemd", "CivilTime", "CEL"] + hummingbird),
    library("SystemdSupport", ["CSystemd", "Secrets", logging]),
    library("DaemonSettings", ["Files", "CivilTime", "CEL", "YAMLTree"]),
    library(
      "Daemon",
      [
        "Files", "CivilTime", "Encoding", "Secrets", "CEL", "Availability", "Pricing", "Marketplace", "Matching",
        "MatchingFiles", "Leads", "Currencies", "Statecharts", "WorkflowDefinitions", "Storage", "SQLiteStorage",
        "Execution", "EngineMessages", "WorkflowEngine", "Transport", "Executors", "Listening", "Ingress", "Control",
        "Locales", "Pages", "Site", "SystemdSupport", "CSystemd", "DaemonSettings", "Digests",
        logging,
      ] + hummingbird + lifecycle),
    library(
      "ControlCommands",
      [
        "Files", "CivilTime", "Currencies", "CEL", "Control", "Executors", "YAMLTree", "WorkflowDefinitions",
        "WorkflowScenarios", "WorkflowProofs", "LanguageServer", "Statecharts", "Leads", "MatchingFiles",
        "DaemonSettings", argumentParser, "Digests",
      ]),
    library("Sandbox", ["Transport", "CivilTime", "Encoding", "Currencies", "CEL", "Digests"] + hummingbird),

    // For tests
    library("StorageTesting", ["CivilTime", "Storage"]),
    library(
      "WorkflowTesting",
      [
        "CivilTime", "CEL", "Statecharts", "WorkflowDefinitions", "WorkflowScenarios", "Storage", "MemoryStorage",
        "StorageTesting", "Execution", "Executors", "EngineMessages", "WorkflowEngine", "Digests",
      ]),

    library(
      "EngineSimulation",
      [
        "CivilTime", "CEL", "Statecharts", "WorkflowDefinitions", "Storage", "MemoryStorage", "StorageTesting",
        "Execution", "Executors", "EngineMessages", "WorkflowEngine", "WorkflowTesting",
      ]),
    library("SCXMLTesting", ["CivilTime", "CEL", "Statecharts"]),

    // Programs
    program("magnetiqd", ["Daemon", "DaemonSettings", argumentParser]),
    program("magnetiqctl", ["ControlCommands", argumentParser]),
    program("magnetiq-sandbox", ["CivilTime", "Sandbox", argumentParser]),

    program("magnetiq-simulate", ["EngineSimulation", argumentParser]),

    // Tests, one bundle an area
    tests(
      "PureTests",
      [
        "CivilTime", "Encoding", "CEL", "Statecharts", "Execution", "YAMLTree", "WorkflowDefinitions",
        "WorkflowScenarios", "WorkflowTesting", "SCXMLTesting", "LanguageServer", "Matching", "Leads", "MatchingFiles",
      ]),
    tests(
      "SiteTests",
      [
        "CivilTime", "Encoding", "CEL", "Locales", "Pages", "Site", "EngineMessages", "Ingress", "Listening", "Digests",
      ] + hummingbird),
    tests(
      "MarketTests", ["CivilTime", "CEL", "Money", "Availability", "Pricing", "Leads", "Marketplace"],
      programs: ["Counterparts/calendars.py", "Counterparts/vat_numbers.py"]),
    tests("StorageTests", ["CSQLite", "Storage", "SQLiteStorage", "MemoryStorage", "StorageTesting"]),
    tests(
      "EngineTests",
      [
        "CivilTime", "CEL", "Statecharts", "WorkflowDefinitions", "Storage", "MemoryStorage", "SQLiteStorage",
        "Execution", "Executors", "EngineMessages", "WorkflowEngine", "WorkflowScenarios", "WorkflowProofs",
        "WorkflowTesting", "StorageTesting", "EngineSimulation", "Sandbox", "Secrets", "Transport",
      ]),
    tests(
      "ExecutorTests",
      ["Transport", "CivilTime", "Secrets", "Currencies", "Locales", "CEL", "Execution", "Executors", "Sandbox"],
      programs: ["Grammar/read_mail.py"]),
    tests(
      "EdgeTests",
      [
        "CCurl", "CivilTime", "Encoding", "Secrets", "CEL", "EngineMessages", "Listening", "Ingress", "Control",
        "SystemdSupport",
        "YAMLTree", "DaemonSettings", "Marketplace", "Matching", "MatchingFiles", "Leads", "Pages", "Daemon",
        "ControlCommands", "Sandbox", "Storage", "MemoryStorage",
        "SQLiteStorage",
        "StorageTesting", "Statecharts", "WorkflowDefinitions", "Execution", "Transport", "Executors", "WorkflowEngine",
        argumentParser, "Digests", .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + hummingbird + lifecycle,
      programs: [
        "Sandbox/mail_client.py", "Sandbox/stripe_client.py", "Sandbox/stripe_recipes.py", "Sandbox/twilio_client.py",
      ]),
    tests("EndToEndTests", ["CivilTime", "CEL", "Storage", "SQLiteStorage", "Control", "Digests"]),
    tests("BoundaryTests", []),
  ],
  swiftLanguageModes: [.v6]
)
