internal import CEL
internal import Foundation

/// The W3C's implementation report tests. A chart passes if it ends in its final state `pass`.
public struct ReportSuite {
  let folder: String

  /// Creates the suite of a folder with the tests' files.
  public init(folder: String) {
    self.folder = folder
  }

  /// The files of `index.json`, without those that only a person can judge. Without an index, all files but those that
  /// others invoke, sorted.
  public var files: [String] {
    if let data = FileManager.default.contents(atPath: "\(folder)/index.json"),
      let index = try? JSON.parse([UInt8](data)), let entries = index.listValue
    {
      return entries.filter { $0["manual"] != true }.compactMap { $0["file"]?.stringValue }
    }
    let all = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return all.filter { ($0.hasSuffix(".txml") || $0.hasSuffix(".scxml")) && !$0.contains("sub") }.sorted()
  }

  /// Runs every chart until it ends or waits for nothing, and returns the results in the order of `files`.
  public func run() -> [SuiteResult] {
    files.map { file in
      SuiteResult(name: String(file.prefix { $0 != "." }), failure: failure(of: file))
    }
  }

  private func failure(of file: String) -> String? {
    do {
      let charts = ChartFolder(path: folder)
      let chart = try charts.chart(file)
      let platform = SessionPlatform(charts: { charts.invoked($0) })
      try platform.start(chart)
      while platform.isRunning, platform.nextDue != nil { try platform.deliverNext() }
      if !platform.isRunning, platform.configuration == ["pass"] { return nil }
      return "\(platform.isRunning ? "waits" : "ended") in \(platform.configuration.joined(separator: ", "))"
    } catch {
      return "\(error)"
    }
  }
}
