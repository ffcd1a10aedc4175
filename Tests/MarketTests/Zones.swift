import CivilTime
import Foundation
import Testing

/// The zones of the machine.
enum Zones {
  static func zone(_ name: String) throws -> ZoneRules {
    let data = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)"))
    return try ZoneRules(tzif: [UInt8](data))
  }
}

/// Text of tests as values.
extension Instant {
  static func at(_ text: String) throws -> Instant { try Instant.parse(text) }
}

func day(_ text: String) throws -> LocalDate { try LocalDate.parse(text) }
