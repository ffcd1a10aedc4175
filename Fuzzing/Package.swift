// swift-tools-version: 6.2
import PackageDescription

// Everything that reads bytes from outside, once more with libFuzzer's instrumentation (`-sanitize=fuzzer`). The modules are
// links into the root's sources, since the flag must reach exactly these; the properties that hold for every input are
// compiled into the root's tests too.
//
// `Fuzz` holds the targets of the expression language and is our side of the differential test. `FuzzDoors` holds what
// strangers, providers, operators and authors of definitions can send. They are two programs so that the first is built
// without the server.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
let instrumented: [SwiftSetting] = settings + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]
let libFuzzer: [LinkerSetting] = [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let server: [Target.Dependency] = [
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "HTTPTypes", package: "swift-http-types"),
  .product(name: "NIOCore", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"),
  .product(name: "NIOPosix", package: "swift-nio"),
  logging,
]

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: instrumented)
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: name, dependencies: ["FuzzDriver"] + dependencies, swiftSettings: settings, linkerSettings: libFuzzer)
}

let package = Package(
  name: "magnetiq-fuzzing",
  dependencies: [
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto"),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd"),
    .systemLibrary(name: "CFuzzer"),

    library("CivilTime"),
    library("Encoding", ["CivilTime"]),
    library("Secrets"),
    library("Digests", ["CLibcrypto"]),
    library("Currencies"),
    library("Money"),
    library("Locales", ["CivilTime", "Currencies"]),
    .target(
      name: "CEL", dependencies: ["CivilTime", "Encoding", "Currencies", "Money"], swiftSettings: instrumented,
      linkerSettings: [.linkedLibrary("m")]),
    library("Statecharts", ["CivilTime", "Encoding", "CEL"]),
    library("Storage", ["CivilTime"]),
    library("MemoryStorage", ["CivilTime", "Storage"]),
    library("Execution", ["CivilTime", "CEL"]),
    library("EngineMessages", ["CivilTime", "CEL"]),
    library(
      "WorkflowEngine", ["CivilTime", "Encoding", "CEL", "Statecharts", "Storage", "Execution", "EngineMessages"]),
    library("YAMLTree", [yams]),
    library("Files"),
    library("WorkflowDefinitions", ["Files", "CivilTime", "Encoding", "CEL", "Statecharts", "Execution", "YAMLTree"]),
    library("DaemonSettings", ["Files", "CivilTime", "CEL", "YAMLTree"]),
    library("Transport", ["CCurl", "Secrets"]),
    library(
      "Executors",
      [
        "Files", "Transport", "CivilTime", "Encoding", "Secrets", "Currencies", "Locales", "CEL", "Execution",
        "Digests",
        logging,
      ]),
    library("Listening", ["CivilTime", "Encoding"] + server),
    library("Ingress", ["Listening", "CivilTime", "Encoding", "CEL", "EngineMessages", "Digests"] + server),
    library("Control", ["Listening", "Transport", "CCurl", "CSystemd", "CivilTime", "CEL"] + server),

    .target(name: "FuzzDriver", dependencies: ["CFuzzer"], swiftSettings: settings),
    program("Fuzz", ["CivilTime", "CEL"]),
    program(
      "FuzzDoors",
      [
        "CivilTime", "Encoding", "Secrets", "CEL", "Statecharts", "Storage", "MemoryStorage", "Execution",
        "EngineMessages", "WorkflowEngine",
        "WorkflowDefinitions", "DaemonSettings", "Transport", "Executors", "Listening", "Ingress", "Control", "Digests",
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + server),
  ],
  swiftLanguageModes: [.v6]
)
