/// Where zone rules come from. The daemon reads the system's zoneinfo once; tests hand over a table.
public protocol ZoneSource: Sendable {
  /// nil when there is no such zone. Must give the same rules for the same identifier for the life of the process.
  func rules(for identifier: String) -> ZoneRules?
}

/// Zones held in memory; `UTC` is always among them.
public struct ZoneTable: ZoneSource {
  private let zones: [String: ZoneRules]

  public init(_ zones: [String: ZoneRules] = [:]) {
    self.zones = zones
  }

  public func rules(for identifier: String) -> ZoneRules? {
    zones[identifier] ?? (identifier == "UTC" ? .utc : nil)
  }
}
