// swift-tools-version: 6.2
import PackageDescription

// What strangers and providers can send, once more with libFuzzer's instrumentation: the doors and the executors are links
// into the root's sources. It is a package of its own because it has to build the server, which the expressions do not need.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
let instrumented: [SwiftSetting] = settings + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
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

let package = Package(
  name: "magnetiq-fuzzing-doors",
  dependencies: [
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
  ],
  targets: [
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),
    .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd"),
    library("CivilTime"),
    .target(
      name: "CEL", dependencies: ["CivilTime"], swiftSettings: instrumented, linkerSettings: [.linkedLibrary("m")]),
    library("EngineMessages", ["CivilTime", "CEL"]),
    library("Execution", ["CivilTime", "CEL"]),
    library("Listening", server),
    library("Ingress", ["Listening", "CivilTime", "CEL", "EngineMessages", crypto] + server),
    library("Control", ["Listening", "CCurl", "CSystemd", "CivilTime", "CEL"] + server),
    library("Executors", ["CCurl", "CivilTime", "CEL", "Execution", logging]),
    .systemLibrary(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CFuzzer", "CivilTime", "CEL", "Listening", "Ingress", "Control", "Executors", crypto,
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ] + server,
      swiftSettings: settings, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ],
  swiftLanguageModes: [.v6]
)
