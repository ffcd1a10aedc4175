// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that neither CI nor `swift build` in the root ever builds it, and so that its release build lives
// in its own `.build`: `make bench` leaves the root's debug build as it was.
let package = Package(
  name: "magnetiq-benchmarks",
  dependencies: [.package(name: "magnetiq", path: "..")],
  targets: [
    .target(name: "CBench", linkerSettings: [.linkedLibrary("sqlite3")]),
    // Its folder `Product` is made of links to files of the daemon, which this program compiles as its own.
    .executableTarget(
      name: "DaemonBenchmark",
      dependencies: [
        "CBench",
        .product(name: "CivilTime", package: "magnetiq"),
        .product(name: "CEL", package: "magnetiq"),
        .product(name: "Statecharts", package: "magnetiq"),
        .product(name: "WorkflowDefinitions", package: "magnetiq"),
        .product(name: "Storage", package: "magnetiq"),
        .product(name: "WorkflowEngine", package: "magnetiq"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
      ]),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        .product(name: "CivilTime", package: "magnetiq"),
        .product(name: "CEL", package: "magnetiq"),
        .product(name: "Statecharts", package: "magnetiq"),
        .product(name: "WorkflowDefinitions", package: "magnetiq"),
        .product(name: "Marketplace", package: "magnetiq"),
        .product(name: "Storage", package: "magnetiq"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
    .executableTarget(
      name: "MatchingBenchmark",
      dependencies: [
        .product(name: "CivilTime", package: "magnetiq"),
        .product(name: "Matching", package: "magnetiq"),
      ],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
