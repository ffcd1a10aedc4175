internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import WorkflowTesting

/// The definitions of a run: those that are shipped, or a workflow grown from the seed. Each comes in two versions, so
/// that one can be deployed over the other.
struct Definitions: Sendable {
  let versions: [Bundle]
  let workflow: String
  let isShipped: Bool

  private static let shipped = Result {
    let files = try ShippedWorkflows.files()
    return try Definitions(
      versions: [files, files.map { another($0, "booking.yaml") }].map { try bundle($0, "booking") },
      workflow: "booking", isShipped: true)
  }

  /// - Returns: the shipped definitions for three seeds of four, a random workflow for the fourth.
  static func drawn(by seed: UInt64) throws -> Definitions { try seed % 4 == 3 ? random(seed) : shipped.get() }

  /// Grows definitions until the loader accepts some.
  private static func random(_ seed: UInt64) throws -> Definitions {
    for number in 0..<1_000 {
      let definition = RandomDefinition(seed: seed &* 1_000 &+ UInt64(number))
      let files = definition.files.sorted { $0.key < $1.key }.map {
        SourceFile(path: $0.key, source: Array($0.value.utf8))
      }
      guard let first = try? bundle(files, "small") else { continue }
      let second = try bundle(files.map { another($0, "small.yaml") }, "small")
      return Definitions(versions: [first, second], workflow: "small", isShipped: false)
    }
    throw Findings([Finding(code: "no-root", file: "small.yaml", line: 1, column: 1, message: "none is accepted")])
  }

  private static func bundle(_ files: [SourceFile], _ root: String) throws -> Bundle {
    let loaded = try ShippedWorkflows.loader.load(files).bundles
    guard let bundle = loaded.first(where: { $0.root.name == root }) else {
      throw Findings([Finding(code: "no-root", file: "\(root).yaml", line: 1, column: 1, message: "no \(root)")])
    }
    return bundle
  }

  /// The same file with another hash.
  private static func another(_ file: SourceFile, _ path: String) -> SourceFile {
    file.path == path ? SourceFile(path: path, source: file.source + Array("\n# another version\n".utf8)) : file
  }
}
