import CivilTime
import Testing

@testable import Executors

@Suite struct SystemZonesTests {
  private let zones = SystemZones()

  @Test func theSystemsZonesAreRead() throws {
    let berlin = try #require(zones.rules(for: "Europe/Berlin"))
    #expect(berlin.offset(at: instant("2026-01-01T00:00:00Z")) == 3_600)
    #expect(berlin.offset(at: instant("2026-07-01T00:00:00Z")) == 7_200)
    // Beyond the table of the file, by its rule.
    #expect(berlin.offset(at: instant("2500-07-01T00:00:00Z")) == 7_200)
    #expect(zones.rules(for: "America/Argentina/Buenos_Aires") != nil)
    #expect(zones.rules(for: "Etc/GMT+5") != nil)
    #expect(zones.rules(for: "UTC") == .utc)
  }

  @Test(arguments: [
    "", ".", "..", "../../etc/passwd", "/etc/localtime", "Europe/../Europe/Berlin", "Europe//Berlin", "Europe/Berlin/",
    "europe berlin",
    "Europe/Berlin\0", "tzdata.zi", "Mars/Olympus", "a/b/c/d", "Europe",
  ])
  func anUnknownZoneIsNil(identifier: String) {
    #expect(zones.rules(for: identifier) == nil)
  }

  @Test func theEditionOfTheDataIsKnown() throws {
    let version = try #require(zones.version)
    #expect(version.hasPrefix("20"))
    #expect(SystemZones(folder: "/nowhere").version == nil)
  }
}
