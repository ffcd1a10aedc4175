import CivilTime
import Glibc

/// What can be fuzzed; each has its corpus in `Fuzzing/corpus/NAME`.
enum Target: String, CaseIterable {
  case parser, evaluator, json, pattern, time

  private static let evaluation = EvaluationProperty(zones: zones)

  func violation(_ bytes: [UInt8]) -> String? {
    switch self {
    case .parser: ParserProperty.violation(bytes)
    case .evaluator: Target.evaluation.violation(bytes)
    case .json: JSONProperty.violation(bytes)
    case .pattern: PatternProperty.violation(bytes)
    case .time: TimeProperty.violation(bytes)
    }
  }

  /// A few zones of the machine; without zoneinfo only UTC and fixed offsets.
  static let zones: ZoneTable = {
    var zones: [String: ZoneRules] = [:]
    for name in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"] {
      if let bytes = read("/usr/share/zoneinfo/\(name)"), let rules = try? ZoneRules(tzif: bytes) {
        zones[name] = rules
      }
    }
    return ZoneTable(zones)
  }()

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 17)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
  }
}
