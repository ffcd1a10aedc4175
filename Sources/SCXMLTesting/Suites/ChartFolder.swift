internal import CEL
internal import Foundation

/// The charts of one folder, each read when it is first asked for.
final class ChartFolder {
  private let path: String
  /// The text of scripts that charts name and the folder lacks.
  private let standIns: [String: String]
  private var charts: [String: SessionChart] = [:]

  init(path: String, standIns: [String: String] = [:]) {
    self.path = path
    self.standIns = standIns
  }

  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
      ?? standIns[name]
  }

  /// Returns the chart of a file. The documents inside it are known by their names from then on.
  func chart(_ file: String) throws(DocumentError) -> SessionChart {
    let name = String(file.prefix { $0 != "." })
    if let known = charts[name] { return known }
    guard let source = text(file) else { throw DocumentError(file: file, "there is no such file") }
    let read = try DocumentFamily.read(source, name: name, resources: { [self] in text($0) })
    for chart in read { charts[chart.name] = chart }
    guard let chart = charts[name] else { throw DocumentError(file: file, "it gave no chart") }
    return chart
  }

  /// Returns the chart that an invocation names: a document by its name, or a file under any of the suites' endings.
  func invoked(_ start: InvokeStart) -> SessionChart? {
    if let name = start.document { return charts[name] }
    guard var file = start.src else { return nil }
    if file.hasPrefix("file:") { file = String(file.dropFirst(5)) }
    while file.hasPrefix("./") { file.removeFirst(2) }
    let stem = file.prefix { $0 != "." }
    let known = [file, "\(stem).txml", "\(stem).scxml", "\(stem).txml.scxml"].first { text($0) != nil }
    return known.flatMap { try? chart($0) }
  }
}
