internal import CEL
internal import Foundation

/// The charts of the SCION test framework. Each has a script of events, with the configuration that each event leads
/// to.
public struct StepwiseSuite {
  let folder: String

  /// Creates the suite of a folder with one folder for each group of charts.
  public init(folder: String) {
    self.folder = folder
  }

  /// The names of the charts, such as `basic/basic0`, sorted.
  public var cases: [String] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return folders.sorted().flatMap { group in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(group)")) ?? []
      return files.filter { $0.hasSuffix(".scxml") && files.contains("\($0.dropLast(6)).json") }.sorted()
        .map { "\(group)/\($0.dropLast(6))" }
    }
  }

  /// Runs every chart by its script and returns the results in the order of `cases`.
  public func run() -> [SuiteResult] {
    cases.map(result)
  }

  /// Runs one chart. Some scripts come twice: the specification can be read in two ways about transitions between the
  /// regions of a parallel state, and `legacySemantics` has the results of the other reading. A chart passes if it
  /// follows one of its scripts from beginning to end.
  private func result(of name: String) -> SuiteResult {
    let parts = name.split(separator: "/").map(String.init)
    let charts = ChartFolder(path: "\(folder)/\(parts[0])", standIns: Self.missingScripts)
    do {
      let script = try JSON.parse(charts.text("\(parts[1]).json") ?? "")
      let chart = try charts.chart("\(parts[1]).scxml")
      guard let failure = try failure(of: chart, charts, by: script) else {
        return SuiteResult(name: name, failure: nil)
      }
      if let other = script["legacySemantics"], try self.failure(of: chart, charts, by: other) == nil {
        return SuiteResult(name: name, failure: nil, byOtherReading: true)
      }
      return SuiteResult(name: name, failure: failure)
    } catch {
      return SuiteResult(name: name, failure: "\(error)")
    }
  }

  private func failure(of chart: SessionChart, _ charts: ChartFolder, by script: Value) throws -> String? {
    let platform = SessionPlatform(charts: { charts.invoked($0) })
    try platform.start(chart)
    if let difference = difference(platform, script["initialConfiguration"]) { return "at the start \(difference)" }
    for (number, step) in (script["events"]?.listValue ?? []).enumerated() {
      // Older scripts call it by another name.
      if let wait = (step["after"] ?? step["delayBefore"])?.intValue { try platform.advance(by: .milliseconds(wait)) }
      let event = step["event"]?["name"]?.stringValue ?? ""
      try platform.send(SessionEvent(event, data: step["event"]?["data"] ?? .null))
      if let difference = difference(platform, step["nextConfiguration"]) {
        return "after event \(number + 1), '\(event)', \(difference)"
      }
    }
    return nil
  }

  private func difference(_ platform: SessionPlatform, _ expected: Value?) -> String? {
    let wanted = (expected?.listValue ?? []).compactMap(\.stringValue).sorted()
    let found = platform.configuration.sorted()
    return wanted == found
      ? nil : "in \(found.joined(separator: ", ")) instead of \(wanted.joined(separator: ", "))"
  }

  /// The scripts that the charts of `script-src` name and the suite's data lacks. The charts themselves tell their
  /// content: 100 for the first one, counting from 0 by 1 and doubling for the others.
  private static let missingScripts = [
    "script-0-0.js": "x = 100;",
    "script-1-0.js": "i = 0;", "script-1-1.js": "i = i + 1;",
    "script-2-0.js": "i = 0;", "script-2-1.js": "i = i + 1;", "script-2-2.js": "i = i + 1;",
    "script-2-3.js": "i = i * 2;",
    "script-3-0.js": "function foo() { x = 100; }",
  ]
}
