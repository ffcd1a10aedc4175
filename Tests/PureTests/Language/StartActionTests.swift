import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Entries of `start:` have actions, which run once before the root machine is entered.
@Suite struct StartActionTests {
  private static func body(_ start: String) -> String {
    """
    context: {kind: {type: string, value: none}}
    view: {kind: {value: "${context.kind}"}}
    start: \(start)
    initial: a
    states: {a: {rest: true, entry: [{journal: "entered as ${context.kind}"}]}}
    """
  }

  private static let rules = """
    [{guard: "input.price < 0", reject: bad_price}, {guard: "input.price > 100", actions: [{assign: {kind: large}}]}, \
    {actions: [{assign: {kind: small}}]}]
    """

  @Test(arguments: [(200, "large"), (20, "small")])
  func theEntryThatLetsTheFamilyStartRunsItsActions(_ price: Int, _ kind: String) throws {
    let chart = try Chart(
      root: Self.body(Self.rules), members: [:], input: "{price: int}", given: ["price": .int(Int64(price))])
    #expect(try chart.view["kind"] == .string(kind))
    #expect(chart.notes == ["entered as \(kind)"])
  }

  @Test(
    arguments: [
      ("[{reject: no, actions: [{journal: x}]}]", ["disposition-with-target"]),
      ("[{actions: [{jurnal: x}]}]", ["unknown-action"]), ("[{actoins: [{journal: x}]}]", ["unknown-key"]),
      ("[{actions: [{journal: x}]}, {guard: \"true\"}]", ["candidate-never-wins"]), ("[{actions: {journal: x}}]", []),
    ])
  func aMisuseIsTold(_ start: String, _ codes: [String]) {
    #expect(Checked.codes(Self.body(start), input: "{reference: string, price: int}") == codes)
  }
}
