internal import CEL
internal import Foundation

/// Charts of one folder, read as they are asked for.
final class ChartFolder {
  private let path: String
  /// Text of scripts that charts name and the folder lacks.
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

  /// The chart of a file, with the documents inside of it known by their names.
  func chart(_ file: String) throws(DocumentError) -> SessionChart {
    let name = String(file.prefix { $0 != "." })
    if let known = charts[name] { return known }
    guard let source = text(file) else { throw DocumentError(file: file, "there is no such file") }
    let read = try DocumentFamily.read(source, name: name, resources: { [self] in text($0) })
    for chart in read { charts[chart.name] = chart }
    guard let chart = charts[name] else { throw DocumentError(file: file, "it gave no chart") }
    return chart
  }

  /// What an invocation names: a document by its name, or a file, under either ending.
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
