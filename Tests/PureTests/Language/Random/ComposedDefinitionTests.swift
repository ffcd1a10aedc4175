import Foundation
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Definitions that are put together from pieces: what the simulation runs.
@Suite struct ComposedDefinitionTests {
  private static let count: UInt64 = 150

  private func files(_ definition: ComposedDefinition) -> [SourceFile] {
    definition.files.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, source: Array($0.value.utf8)) }
  }

  @Test func theLoaderTakesMostAndEachFormIsAmongThem() throws {
    var (accepted, drawn, taken): (UInt64, Set<String>, Set<String>) = (0, [], [])
    for seed in 0..<Self.count {
      let definition = ComposedDefinition(seed: seed)
      drawn.formUnion(definition.forms)
      do {
        let bundles = try ShippedWorkflows.loader.load(files(definition)).bundles
        #expect(bundles.map(\.root.name).sorted() == ["other", "small"])
        accepted += 1
        taken.formUnion(definition.forms)
      } catch {
        if ProcessInfo.processInfo.environment["RANDOM_SHOWN"] != nil { print("seed \(seed) refused: \(error)") }
      }
    }
    #expect(accepted * 10 > Self.count * 9, "\(accepted) of \(Self.count) are accepted")
    #expect(taken == drawn)
    #expect(taken.count > 65, "\(taken.sorted())")
  }

  @Test func aSeedGivesTheSameFilesAgain() {
    #expect(ComposedDefinition(seed: 7).files == ComposedDefinition(seed: 7).files)
    #expect(ComposedDefinition(seed: 7).files != ComposedDefinition(seed: 8).files)
  }
}
