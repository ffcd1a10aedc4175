import Digests
public import Execution
public import Executors
public import Foundation
public import Statecharts
public import WorkflowDefinitions
public import WorkflowScenarios

/// The definitions in `workflows/`, as the daemon loads them.
public enum ShippedWorkflows {
  /// SHA-256.
  public static let digest: @Sendable ([UInt8]) -> [UInt8] = { SHA256.hash($0) }

  /// The system's time zones.
  public static let zones = SystemZones()

  /// The root folder of the package, derived from the place of this file.
  public static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// Reads the files of `workflows/`, in order of name.
  public static func files() throws -> [SourceFile] { try files(in: "workflows") }

  /// Loads the scenarios in `workflows/scenarios/`.
  public static func scenarios() throws -> ScenarioSuite {
    try ScenarioSuite(loader: loader, workflows: files(), scenarios: files(in: "workflows/scenarios"))
  }

  private static func files(in path: String) throws -> [SourceFile] {
    let folder = root.appendingPathComponent(path)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
    return try names.sorted().map { name in
      SourceFile(path: name, source: Array(try Data(contentsOf: folder.appendingPathComponent(name))))
    }
  }

  /// Every step type that comes with the daemon.
  public static let catalogue = StandardExecutors.catalogue

  /// Loads bundles with the catalogue of the daemon's own executors.
  public static var loader: BundleLoader {
    BundleLoader(catalogue: catalogue, zones: zones, digest: digest)
  }

  /// Loads the bundle whose root is `booking`.
  public static func booking() throws -> Statecharts.Bundle {
    let loaded = try loader.load(files())
    guard let bundle = loaded.bundles.first(where: { $0.root.name == "booking" }) else {
      throw Findings([Finding(code: "no-root", file: "booking.yaml", line: 1, column: 1, message: "no booking")])
    }
    return bundle
  }
}
