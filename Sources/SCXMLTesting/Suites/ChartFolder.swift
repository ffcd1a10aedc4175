internal import CEL
internal import Foundation
internal import Statecharts
internal import WorkflowDefinitions

/// Charts of one folder, converted and loaded as they are asked for.
final class ChartFolder {
  private let path: String
  private let loader: BundleLoader
  /// Text of scripts that charts name and the folder lacks.
  private let standIns: [String: String]
  private var bundles: [String: Statecharts.Bundle] = [:]

  init(path: String, loader: BundleLoader, standIns: [String: String] = [:]) {
    self.path = path
    self.loader = loader
    self.standIns = standIns
  }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
      ?? standIns[name]
  }

  /// The chart of a file, with the documents inside of it known by their names.
  func bundle(_ file: String) throws -> Statecharts.Bundle {
    let name = String(file.prefix { $0 != "." })
    if let known = bundles[name] { return known }
    guard let source = text(file) else { throw ConversionError(file: file, "there is no such file") }
    let files = try SCXMLConverter(resources: { [self] in text($0) }).convert(source, name: name)
    for bundle in try loader.load(files).bundles { bundles[bundle.root.name] = bundle }
    guard let bundle = bundles[name] else { throw ConversionError(file: file, "it gave no definition") }
    return bundle
  }

  /// What an invocation names: a document by its name, or a file, under either ending.
  func invoked(_ start: InvokeStart) -> Statecharts.Bundle? {
    if let name = start.content.stringValue { return bundles[name] }
    guard var file = start.src else { return nil }
    if file.hasPrefix("file:") { file = String(file.dropFirst(5)) }
    while file.hasPrefix("./") { file.removeFirst(2) }
    let stem = file.prefix { $0 != "." }
    let known = [file, "\(stem).txml", "\(stem).scxml", "\(stem).txml.scxml"].first { text($0) != nil }
    return known.flatMap { try? bundle($0) }
  }
}
