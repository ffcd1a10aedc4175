internal import CivilTime
package import YAMLTree

/// Reads ISO 8601 durations and periods that are written as literals. Times are kept in microseconds; finer ones are
/// rejected.
package struct DurationReader {
  let report: Report

  /// Creates a reader that adds its findings to the report.
  package init(report: Report) { self.report = report }

  /// Returns nil with a finding, or for no node.
  package func duration(_ node: Node?) -> Duration? {
    guard let node else { return nil }
    guard let duration = try? Duration.parse(iso8601: node.text ?? "") else {
      report.error("bad-duration", at: node, "'\(node.text ?? "")' is not a duration", cure: "PT15M, P1D, PT36H")
      return nil
    }
    return isKept(duration, at: node) ? duration : nil
  }

  /// Also reads months and years; returns nil with a finding.
  func period(_ node: Node) -> Period? {
    guard let period = try? Period.parse(iso8601: node.text ?? "") else {
      report.error("bad-duration", at: node, "'\(node.text ?? "")' is not a period", cure: "P1D, P1M, P2W, PT12H")
      return nil
    }
    return isKept(period.time, at: node) ? period : nil
  }

  private func isKept(_ duration: Duration, at node: Node) -> Bool {
    if duration.totalNanoseconds % 1_000 == 0 { return true }
    report.error(
      "bad-duration", at: node, "'\(node.text ?? "")' is finer than a microsecond",
      cure: "at most six digits: PT0.000001S")
    return false
  }
}
