/// A source of zone rules. The daemon reads the system's zoneinfo once; tests supply a table.
public protocol ZoneSource: Sendable {
  /// Returns the rules of a zone; nil if there is no such zone. The rules of an identifier must stay the same for the
  /// life of the process.
  func rules(for identifier: String) -> ZoneRules?
}

/// Zones held in memory. `UTC` is always among them.
public struct ZoneTable: ZoneSource {
  private let zones: [String: ZoneRules]

  /// - Parameter zones: the rules by identifier.
  public init(_ zones: [String: ZoneRules] = [:]) {
    self.zones = zones
  }

  /// Returns the rules from the table; nil for an unknown identifier.
  public func rules(for identifier: String) -> ZoneRules? {
    zones[identifier] ?? (identifier == "UTC" ? .utc : nil)
  }
}
