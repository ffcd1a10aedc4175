internal import CEL
internal import YAMLTree

extension ScenarioResult {
  /// One line such as `ok      12 ms  E4: …`; for a failure also the differences and the events before them.
  public var text: String {
    let milliseconds = duration.components.seconds * 1_000 + duration.components.attoseconds / 1_000_000_000_000_000
    let time = String(milliseconds)
    let padding = String(repeating: " ", count: max(0, 5 - time.count))
    var lines = ["\(isPassed ? "ok    " : "FAILED")\(padding)\(time) ms  \(name)"]
    for difference in differences {
      lines.append("  \(difference.file):\(difference.line):\(difference.column): \(difference.thing)")
      lines.append("    expected  \(difference.expected)")
      lines.append("    actual    \(difference.actual)")
    }
    for (line, text) in shown {
      lines.append("  \(file):\(line): then:")
      lines += text.split(separator: "\n").map { "    \($0)" }
    }
    if !timeline.isEmpty {
      lines.append("  what led to it:")
      lines += timeline.map { "    \($0)" }
    }
    return lines.joined(separator: "\n")
  }

  /// The result as JSON.
  public var json: String { JSON.text(value) }

  var value: Value {
    [
      "name": .string(name), "file": .string(file), "line": .int(Int64(line)), "passed": .bool(isPassed),
      "seconds": .double(Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds)),
      "differences": .list(
        differences.map {
          [
            "file": .string($0.file), "line": .int(Int64($0.line)), "column": .int(Int64($0.column)),
            "thing": .string($0.thing), "expected": .string($0.expected), "actual": .string($0.actual),
          ]
        }), "timeline": .list(timeline.map { .string($0) }),
    ]
  }
}

extension CoverageReport {
  /// The transitions that were not taken, and the total.
  public var text: String {
    var lines: [String] = []
    if !missing.isEmpty { lines.append("No scenario takes:") }
    for place in missing {
      let number = place.candidate > 1 ? " (candidate \(place.candidate))" : place.candidate == 0 ? " (onRefused)" : ""
      let target = place.target.isEmpty ? "" : " -> \(place.target)"
      lines.append("  \(place.file):\(place.line): \(place.machine) \(place.state): \(place.event)\(number)\(target)")
    }
    lines.append("\(taken) of \(places.count) transitions, \(percent) %")
    return lines.joined(separator: "\n")
  }

  var value: Value {
    [
      "transitions": .int(Int64(places.count)), "taken": .int(Int64(taken)), "percent": .int(Int64(percent)),
      "missing": .list(
        missing.map {
          [
            "file": .string($0.file), "line": .int(Int64($0.line)), "machine": .string($0.machine),
            "state": .string($0.state), "event": .string($0.event), "candidate": .int(Int64($0.candidate)),
          ]
        }),
    ]
  }
}

extension ScenarioResult {
  /// The result with a folder before the names of its files, so that places can be opened from the working directory.
  public func placed(in folder: String) -> ScenarioResult {
    if folder.isEmpty { return self }
    var copy = self
    copy.file = "\(folder)/\(file)"
    for index in differences.indices { copy.differences[index].file = "\(folder)/\(differences[index].file)" }
    return copy
  }
}

extension CoverageReport {
  /// The report with a folder before the names of its files.
  public func placed(in folder: String) -> CoverageReport {
    if folder.isEmpty { return self }
    var copy = self
    for index in places.indices { copy.places[index].file = "\(folder)/\(places[index].file)" }
    return copy
  }
}

/// All results of a run as JSON.
public func json(results: [ScenarioResult], coverage: [CoverageReport]) -> String {
  JSON.text([
    "passed": .bool(results.allSatisfy(\.isPassed)), "scenarios": .list(results.map(\.value)),
    "coverage": .list(coverage.map(\.value)),
  ])
}
