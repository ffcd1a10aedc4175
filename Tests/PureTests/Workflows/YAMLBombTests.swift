import Glibc
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

  /// Types have a notation of their own in texts.
  @Test(arguments: ["", "|null"])
  func aTypeInATextIsNoDeeperThanAFile(_ suffix: String) {
    let type = String(repeating: "[", count: 30_000) + "int" + String(repeating: "]", count: 30_000) + suffix
    #expect(
      Self.codes(Self.head + "key: k\nstates: {a: {rest: true}}\ncontext: {x: \"\(type)\"}\n").contains("bad-type"))
  }

  /// Each calls the next one so many times.
  private static func actions(_ count: Int, calls: Int) -> String {
    let next = (0..<count).map { number in
      let call = number == 0 ? "{journal: x}" : "{a\(number - 1): {}}"
      return "  a\(number): {params: {}, do: [\(Array(repeating: call, count: calls).joined(separator: ", "))]}\n"
    }
    return head + "key: k\nstates: {a: {rest: true, entry: [{a\(count - 1): {}}]}}\nactions:\n" + next.joined()
  }

  @Test func actionsAreCountedAtEachUseOfTheirName() {
    #expect(Self.codes(Self.actions(40, calls: 2)) == ["yaml-too-large"])
    #expect(Self.codes(Self.actions(10, calls: 2)) == [])
  }

  @Test func namedActionsStandInEachOtherToADepth() {
    #expect(Self.codes(Self.actions(900, calls: 1)).contains("yaml-too-deep"))
    #expect(Self.codes(Self.actions(60, calls: 1)) == [])
  }

  @Test func valuesAreCounted() {
    #expect(Self.codes("a: [" + String(repeating: "x,", count: 60_000) + "]\n") == ["yaml-too-large"])
  }

  @Test func oneTextIsLimited() {
    #expect(Self.codes("a: " + String(repeating: "x ", count: 40_000) + "\n") == ["yaml-too-large"])
  }

  static let head = "workflow: x\nversion: 1\nfamily: []\ninitial: a\ninput: {reference: string}\n"

  /// Each as large as a file may be. The right amount of time is far below; an hour would be too much.
  static let laborious = [
    head + "key: k\nstates: {a: {rest: true}}\n" + (0..<4_900).map { "bogus\($0): 1\n" }.joined(),
    head + "key: k\nstates: {a: {rest: true}}\n"
      + (0..<1_000).map { "\(String(repeating: "k", count: 900))\($0): 1\n" }.joined(),
    head + "key: \"" + String(repeating: "${x}", count: 16_000) + "\"\nstates: {a: {rest: true}}\n",
    head + "key: k\nstates: {a: {rest: true}, "
      + (0..<2_400).map { "s\($0): {rust: true}" }.joined(separator: ", ") + "}\n",
    head + "key: k\nstates:\n" + (0..<2_400).map { "  s\($0): {rest: true}\n" }.joined() + "  a: {rest: true}\n",
    head + "key: k\nstates: {a: {rest: true}}\nevents:\n"
      + (0..<1_400).map { "  e\($0): {by: [operator], otherwise: ignore}\n" }.joined(),
  ]

  @Test(arguments: laborious.indices)
  func theLargestFileIsCheckedInBoundedTime(_ index: Int) {
    var findings = 0
    let start = Self.spent
    do throws(Findings) {
      findings = try ShippedWorkflows.loader.load([
        SourceFile(path: "x.yaml", source: Array(Self.laborious[index].utf8))
      ]).warnings.count
    } catch {
      findings = error.list.count
    }
    #expect((1...500).contains(findings))
    #expect(Self.spent - start < .seconds(30))
  }

  /// CPU time of this thread: the machine has other tests to run.
  private static var spent: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
