import CEL
import CivilTime
import Statecharts
import Testing
import WorkflowDefinitions

/// `min` and `max` of what comes from outside, types of forms, and personal fields of providers' events.
@Suite struct LimitGapTests {
  static let rest = "initial: a\nstates: {a: {rest: true}}\n"

  static func chart(_ input: String, _ given: Value) throws -> Chart {
    try Chart(root: rest, members: [:], input: "{x: \(input)}", given: given)
  }

  static let kinds: [(type: String, within: [Value], beyond: [Value])] = [
    ("{type: int, min: 1, max: 3}", [1, 3], [0, 4, .int(.min), .int(.max)]),
    ("{type: int|null, max: 3}", [.null, .int(.min), 3], [4]),
    ("{type: double, min: 0, max: 1.5}", [.double(0), 1, .double(1.5)], [.double(-0.1), .double(1.6), "NaN"]),
    ("{type: string, min: 1, max: 3}", ["a", "äöü", "👍👍👍"], ["", "abcd"]),
    ("{type: string, personal: true, max: 3}", ["abc"], ["abcd"]),
    ("{type: duration, min: PT0S, max: P1D}", ["PT0S", "P1D", "3s"], ["-PT0.000000001S", "PT24H0.1S"]),
    (
      "{type: timestamp, min: 2027-01-01T00:00:00Z, max: 2028-01-01T00:00:00Z}",
      ["2027-01-01T00:00:00Z", "2028-01-01T01:00:00+01:00"], ["2026-12-31T23:59:59.9Z", "9999-12-31T23:59:59Z"]
    ),
    ("{type: [int], max: 2}", [.list([]), [1, 2]], [[1, 2, 3]]),
    ("{deep: [{n: {type: int, max: 1}}]}", [["deep": [["n": 1]]]], [["deep": [["n": 1], ["n": 2]]]]),
  ]

  @Test(arguments: kinds.indices)
  func valuesWithinTheLimitsAreAcceptedAndOthersRefusedByName(_ index: Int) throws {
    let (type, within, beyond) = Self.kinds[index]
    let bundle = try Chart(
      root: "events: {go: {data: {x: \(type)}, by: [client], otherwise: reject}}\n" + Self.rest, members: [:],
      input: "{x: \(type.contains("null") ? type : "string|null")}"
    ).bundle
    let declared = try #require(bundle.machines[0].declarations.values.first { $0.name == "go" }?.data)
    for value in within { #expect(throws: Never.self) { try declared.decode(["x": value]) } }
    for value in beyond {
      let mismatch = #expect(throws: TypeMismatch.self) { try declared.decode(["x": value]) }
      #expect(mismatch?.path.hasPrefix("x") == true)
      #expect(mismatch?.expected.contains("at ") == true)
      // A value that older definitions or a machine accepted once is still read.
      #expect(throws: Never.self) { try declared.decode(["x": value], holdsLimits: false) }
    }
  }

  @Test func storedValuesAreReadWithoutTheirLimits() throws {
    let chart = try Self.chart("{type: string, max: 3}", ["x": "longer"])
    #expect(try chart.bundle.stored(chart.family).input["x"] == "longer")
  }

  @Test(
    arguments: [
      "{type: bool, max: 1}", "{type: a|b, max: 1}", "{type: map, max: 1}", "{type: int, min: few}",
      "{type: int, max: 1.5}", "{type: string, max: PT1H}", "{type: timestamp, max: tomorrow}",
      "{type: duration, min: PT2H, max: PT1H}", "{type: string, min: 5, max: 4}", "{type: int, min: [1]}",
    ])
  func aLimitThatHoldsNothingIsFound(_ field: String) {
    let codes = Checked.codes(Self.rest, input: "{x: \(field)}")
    #expect(codes == ["bad-limit"])
    #expect(
      Checked.codes(
        "events: {go: {data: {x: \(field)}, by: [client], otherwise: reject}}\ninitial: a\nstates: {a: {rest: true, on: {go: b}}, b: {rest: true}}\n"
      ) == ["bad-limit"])
  }

  @Test func limitsStandOnlyWhereSomethingComesFromOutside() {
    let field = "{type: int, value: 1, max: 2}"
    #expect(Checked.codes("context: {x: \(field)}\n" + Self.rest) == ["bad-limit"])
    // The settings come from outside.
    #expect(Checked.codes("params: {x: {type: int, default: 1, max: 2}}\n" + Self.rest) == [])
    #expect(Checked.codes("params: {x: {type: int, default: 3, max: 2}}\n" + Self.rest) == ["out-of-range"])
    #expect(
      Checked.codes(
        """
        events: {told: {data: {n: {type: int, max: 2}}, otherwise: ignore}}
        initial: a
        states: {a: {rest: true, on: {told: {actions: [{raise: told, with: {n: 1}}]}}}}
        """
      ).contains("bad-limit"))
  }

  @Test(
    arguments: [
      "int", "string|null", "deliver|refund|redo", "deliver|refund|null", "timestamp", "duration|null", "double",
      "bool", "\"${input.reference}\"",
    ])
  func aFormsFieldHasOneOfTheseTypes(_ type: String) { #expect(Self.form(type) == []) }

  @Test(arguments: ["percent", "bytes", "map", "[string]", "int|string", "null", "{a: int}", "a||b", "\"\"", "3"])
  func aFormsFieldHasNoOther(_ type: String) { #expect(Self.form(type) == ["bad-form-type"]) }

  private static func form(_ type: String) -> [String] {
    Checked.codes(
      """
      initial: a
      states:
        a:
          invoke:
            step: human.task
            with: {title: t, assignee: operator, form: {x: \(type)}}
            onDone: b
        b: {rest: true}
      """)
  }

  static func provider(_ actions: String) -> String {
    """
    view: {reference: {value: "${family.key}", index: unique}}
    context: {kept: string|null}
    events:
      paid:
        from: pay/paid
        correlate: {reference: "${body.r}"}
        data: {mail: {type: string, personal: true, value: "${body.mail}"}, phone: {type: string|null, personal: true}, n: {type: int, value: "${body.n}"}}
        otherwise: ignore
    initial: a
    states: {a: {rest: true, on: {paid: \(actions)}}}
    """
  }

  @Test func aPersonalFieldOfAProvidersEventIsAReferenceThatIsStillExtracted() throws {
    let chart = try Chart(Self.provider("{actions: [{journal: \"${event.data.n}\"}]}"))
    let declaration = try #require(chart.bundle.machines[0].declarations.values.first { $0.name == "paid" })
    #expect(
      declaration.data
        == .object([
          .init("mail", .opaque("personal")), .init("phone", .nullable(.opaque("personal"))), .init("n", .int),
        ]))
    let extract = try #require(declaration.extract)
    let raw = try chart.bundle.evaluate(extract, body: ["mail": "a@b.example", "n": 3], now: chart.now)
    #expect(raw == ["mail": "a@b.example", "n": 3])
    // Both before and after the value has made way for its reference.
    for mail in ["a@b.example", ["$personal": "event.1.mail"]] as [Value] {
      let data = CELType.dyn.normalize(["mail": mail, "n": 3])
      #expect(try declaration.data.decode(data) == ["mail": mail, "phone": .null, "n": 3])
    }
  }

  @Test(
    arguments: [
      ("{guard: \"event.data.mail == 'x'\", target: a}", "no-overload"),
      ("{guard: \"event.data.mail.startsWith('x')\", target: a}", "no-overload"),
      ("{actions: [{journal: \"to ${event.data.mail}\"}]}", "personal-in-text"),
    ])
  func nothingReadsAPersonalFieldOfAProvidersEvent(_ actions: String, _ code: String) {
    #expect(Checked.codes(Self.provider(actions)) == [code])
  }
}
