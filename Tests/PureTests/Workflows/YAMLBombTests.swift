import Testing
import WorkflowDefinitions
import WorkflowTesting

/// A file is as large as it is written: what its text could be made to stand for is refused before a tree is made of it.
@Suite struct YAMLBombTests {
  static func codes(_ text: String) -> Set<String> {
    do {
      _ = try ShippedWorkflows.loader.load([SourceFile(path: "x.yaml", source: Array(text.utf8))])
      return []
    } catch {
      return Set(error.list.map(\.code))
    }
  }

  static let aliases: [String] = {
    var lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for (last, next) in zip("abcdefgh", "bcdefghi") {
      lines.append("\(next): &\(next) [\(Array(repeating: "*\(last)", count: 9).joined(separator: ","))]")
    }
    let bomb = lines.joined(separator: "\n")
    // As a key it would be hashed.
    return [bomb, bomb + "\n? *i\n: x\n", "a: &a {<<: *a}\n", "a: &a [*a]\n", "- &a x\n- *a\n"]
  }()

  @Test(arguments: aliases)
  func aliasesAreRefusedBeforeTheyStandForAnything(_ text: String) {
    #expect(Self.codes(text) == ["yaml-anchor"])
  }

  @Test(arguments: ["a: !x b\n", "a: !!str 1\n", "a: !x [b]\n", "!x {a: b}\n", "a: ! b\n"])
  func tagsAreRefusedOnValuesOfEveryKind(_ text: String) {
    #expect(Self.codes(text) == ["yaml-tag"])
  }

  @Test(
    arguments: [
      String(repeating: "[", count: 100_000), String(repeating: "- ", count: 400_000),
      String(repeating: "? ", count: 400_000), String(repeating: "{a: ", count: 100_000),
      (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ])
  func depthIsLimitedBeforeTheStackIsUsed(_ text: String) {
    #expect(!Self.codes(text).isDisjoint(with: ["yaml-too-deep", "yaml-syntax"]))
  }

  @Test func valuesAreCounted() {
    #expect(Self.codes("a: [" + String(repeating: "x,", count: 60_000) + "]\n") == ["yaml-too-large"])
  }

  @Test func manyUnknownKeysWithLongNamesTakeBoundedTime() {
    let name = String(repeating: "k", count: 900)
    let text = (0..<1_000).map { "\(name)\($0): 1\n" }.joined()
    let clock = ContinuousClock()
    let spent = clock.measure { _ = Self.codes("workflow: x\nfamily: []\n" + text) }
    #expect(spent < .seconds(20))
  }
}
