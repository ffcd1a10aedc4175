import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

@Suite struct ShippedDefinitionTests {
  @Test func theShippedDefinitionsHaveNoFindings() throws {
    let loaded = try ShippedWorkflows.loader.load(ShippedWorkflows.files())
    #expect(loaded.warnings.map(\.description) == [])
    #expect(loaded.bundles.map(\.root.name) == ["booking", "consultant", "hold"])
  }
}
