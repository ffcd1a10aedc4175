import CEL
import Statecharts
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// Types with a name stand wherever a type stands, in every file of their bundle.
@Suite struct DeclaredTypeTests {
  @Test func aTypeHoldsInEveryFileOfItsBundle() throws {
    let chart = try Chart(
      root: """
        include: [shared.yaml]
        context: {homes: {type: [address], value: []}, last: address|null, pair: {type: '{a: address|null, b: int}', value: {a: null, b: 1}}}
        functions: {"city(a address) string": a.city}
        view: {where: {type: address|null, value: "${context.last}"}}
        states: {s: {rest: true, invoke: {workflow: helper, input: {home: {street: s, city: c}}, onDone: t}}, t: {rest: true}}
        """,
      members: [
        "helper": """
        include: [shared.yaml]
        input: {home: address}
        states: {s: {always: e}, e: {type: final}}
        """
      ], others: ["shared.yaml": "types: {address: {street: string, city: place}, place: string}"])
    #expect(chart.states() == ["t"])
  }

  @Test(
    arguments: [
      ("types: {int: string}\n", "{reference: string}", ["reserved-name"]),
      ("types: {'two words': string}\n", "{reference: string}", ["bad-value"]),
      ("types: {a: b, b: a}\n", "{reference: string}", ["type-circle"]),
      ("types: {a: '{a: string}'}\n", "{reference: string, x: a}", []),
      ("types: {address: {street: strnig}}\n", "{reference: string}", ["bad-type"]),
      ("types: {address: {street: string}}\n", "{reference: string, x: adress}", ["bad-type"]),
      ("types: {address: {street: string}}\n", "{reference: string, x: address|site}", ["bad-type"]),
      (
        "types: {address: {street: {type: string, max: 3}}}\ncontext: {x: address|null}\n",
        "{reference: string, x: address}", []
      ),
    ])
  func aMisuseIsTold(_ types: String, _ input: String, _ codes: [String]) {
    #expect(Checked.codes("\(types)states: {a: {rest: true}}", input: input) == codes)
  }

  @Test func limitsOfATypeHoldForValuesFromOutside() throws {
    let loaded = try ShippedWorkflows.loader.load([
      SourceFile(
        path: "small.yaml",
        source: Array(
          """
          workflow: small
          family: []
          key: "${input.reference}"
          types: {address: {street: {type: string, max: 3}}}
          input: {reference: string, home: address}
          states: {a: {rest: true}}
          """.utf8))
    ])
    let type = loaded.bundles[0].inputType
    #expect(throws: Never.self) { try type.decode(["reference": "r", "home": ["street": "abc"]]) }
    #expect(throws: TypeMismatch.self) { try type.decode(["reference": "r", "home": ["street": "abcd"]]) }
  }
}
