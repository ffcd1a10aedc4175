import Executors
import FoundationEssentials
import Marketplace
import Testing

@testable import ControlCommands

/// The catalogue that is delivered for trying things out.
@Suite struct DemoCatalogueTests {
  @Test func itIsSoundAndWhoIsShownLacksNothing() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let document = try DocumentFile.read(
      root.appendingPathComponent("config/catalogue.yaml").path)
    let zones = SystemZones()
    let plan = ImportPlan(document, into: .empty, zones: zones)
    #expect(plan.findings == [])
    let catalogue = Catalogue(plan.records, zones: zones)
    #expect(
      catalogue.services.keys.sorted() == [
        "30-for-30", "project-scoping", "standard-consultation", "workshop",
      ])
    #expect(catalogue.consultants.count == 24)
    #expect(catalogue.consultants.values.count { $0.consultant.life.isShown } == 22)
    #expect(Set(catalogue.consultants.values.map(\.consultant.zoneName)).count > 12)
  }
}
