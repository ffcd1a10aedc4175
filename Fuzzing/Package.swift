// swift-tools-version: 6.2
import PackageDescription

// CivilTime and CEL once more, built with libFuzzer's instrumentation (`-sanitize=fuzzer`): the two folders are links into
// the root's sources, since the flag must reach exactly these modules and nothing else of the root is needed. `Fuzz` is
// also our side of the differential test. The properties that it checks are compiled into PureTests too.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
let instrumented: [SwiftSetting] = settings + [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]

let package = Package(
  name: "magnetiq-fuzzing",
  targets: [
    .target(name: "CivilTime", swiftSettings: instrumented),
    .target(
      name: "CEL", dependencies: ["CivilTime"], swiftSettings: instrumented, linkerSettings: [.linkedLibrary("m")]),
    .systemLibrary(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz", dependencies: ["CFuzzer", "CivilTime", "CEL"], swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]),
  ],
  swiftLanguageModes: [.v6]
)
