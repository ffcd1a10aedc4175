import CEL
import CivilTime
import Digests
import EngineMessages
import Execution
import Statecharts
import Storage
import WorkflowDefinitions
import WorkflowEngine

/// The definitions of a folder below `Workflows`, compiled, and what its families are started with and told.
struct BenchWorkflow: Sendable {
  let bundle: Statecharts.Bundle
  private let record: BundleRecord

  static let digest: @Sendable ([UInt8]) -> [UInt8] = { SHA256.hash($0) }

  init(folder: String) throws {
    let files = try DefinitionFolderReader().read(folder, [.definitions])
    let loader = BundleLoader(catalogue: [NullExecutor.declaration], zones: ZoneTable(), digest: Self.digest)
    let loaded = try loader.load(files)
    guard let bundle = loaded.bundles.first, let sources = loaded.sources.first else {
      throw BenchError("\(folder) has no root workflow")
    }
    self.bundle = bundle
    record = BundleRecord(
      hash: bundle.hash, deployedAt: Wall.now.microsecondsRoundedUp,
      files: sources.map { BundleRecord.File(path: $0.path, source: $0.source) })
  }

  /// Keeps the bundle in the store, as the daemon does, and makes an engine.
  func engine(
    on store: any StoreWriter, stepsPerTurn: Int, concurrency: Int, now: Instant
  ) throws -> Engine {
    if try store.bundle(bundle.hash) == nil {
      try store.begin()
      try store.putBundle(record)
      try store.commit()
    }
    return try Engine(
      store: store, bundles: BundleTable(deployed: [bundle]),
      executors: [
        ExecutorProfile(name: NullExecutor.name, steps: [NullExecutor.declaration], concurrency: concurrency)
      ],
      options: EngineOptions(
        digest: Self.digest, capability: { "\($0)/\($1)/a secret of some length" }, stepsPerTurn: stepsPerTurn),
      now: now)
  }

  func start(_ reference: String, _ more: (String, Value)) -> StartRequest {
    let input = Value.map(ValueMap([("reference", .string(reference)), more]))
    return StartRequest(
      source: "api:bench", key: reference, workflow: bundle.root.name, input: input, content: JSON.encode(input),
      actor: "bench")
  }

  /// The event for which a booking of ten points waits twice.
  func go(_ reference: String, from state: String) -> InboundEvent {
    let body: Value = ["n": 1]
    return InboundEvent(
      source: "api", key: "\(reference)/\(state)", name: "go", role: "client", reference: reference, body: body,
      content: JSON.encode(body), actor: "client")
  }
}

/// 1.5 KB that nothing can compress, another text for each number.
struct Noise {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private var state: UInt64

  init(_ number: Int) { state = UInt64(truncatingIfNeeded: number) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func text(bytes: Int = 1_500) -> String {
    String(
      decoding: (0..<bytes).map { _ -> UInt8 in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Self.letters[Int(state >> 58)]
      }, as: UTF8.self)
  }
}

struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
