import Testing
import WorkflowDefinitions
import WorkflowScenarios
import WorkflowTesting

/// Mistakes in scenario files are found before anything runs, each with its place.
@Suite struct ScenarioFindingTests {
  @Test(arguments: [
    ("- {when: {event: trun, data: {by: me}}}", "unknown-event", "turn"),
    ("- {when: {event: turn, data: {by: 1}}}", "type-mismatch", ""),
    ("- {when: {event: turn, data: {}}}", "missing-field", "by"),
    ("- {when: {webhook: stripe/nothing, body: {}}}", "unknown-event", ""),
    ("- {when: {ever: PT1H}}", "unknown-move", "after"),
    ("- {when: {after: tomorrow}}", "bad-duration", "PT15M"),
    ("- {when: {after: PT1H, key: x}}", "unknown-key", ""),
    ("- {when: {step: email.sned, done: {message_id: x}}}", "unknown-step", "email.send"),
    ("- {when: {step: email.send, done: {id: x}}}", "unknown-field", ""),
    ("- {when: {step: email.send, failed: nonsense}}", "unknown-code", "template_error"),
    ("- {when: {start: true}, then: {states: {lamp: drak}}}", "unknown-state", "dark"),
    ("- {when: {start: true}, then: {states: {lmap: dark}}}", "unknown-workflow", "lamp"),
    ("- {when: {start: true}, then: {view: {lit: 3}}}", "type-mismatch", ""),
    ("- {when: {start: true}, then: {view: {lid: true}}}", "unknown-view", "lit"),
    ("- {when: {start: true}, then: {balances: {hold: 3}}}", "unknown-account", "held"),
    ("- {when: {start: true}, then: {postings: [held to kept]}}", "bad-value", "held -> refunding 3000"),
    ("- {when: {start: true}, then: {timers: {brun: none}}}", "unknown-timer", ""),
    ("- {when: {start: true}, then: {steps: [{email.send: {tempalte: x}}]}}", "unknown-field", "template"),
    ("- {when: {start: true}, then: {stats: {lamp: dark}}}", "unknown-key", "states"),
    ("- {when: {start: true}, then: {assert: \"view.lit == 3\"}}", "no-overload", ""),
    ("- {then: {states: {lamp: dark}}}", "missing-key", ""),
    ("- {wen: {after: PT1H}}", "unknown-key", "when"),
    ("- {when: {until: 2027-13-01T00:00:00Z}}", "bad-time", "2027"),
    ("- {when: {event: turn, by: cleint, data: {by: me}}}", "bad-value", "client"),
    ("- {when: {start: {price: dear}}}", "type-mismatch", "int"),
    ("- {when: {start: {prise: 3}}}", "unknown-field", "price"),
    ("- {when: {start: true}, then: {timers: {bunr: none}}}", "unknown-timer", "burn"),
  ])
  func aMistakeIsFoundWithItsPlaceAndCure(_ beat: String, _ code: String, _ cure: String) throws {
    do {
      _ = try Lamp.suite("scenarios:\n  - scenario: one\n    story:\n      \(beat)\n")
      Issue.record("nothing is found")
    } catch {
      let found = error.list.first { $0.code == code }
      #expect(found != nil, "\(error)")
      #expect(error.list.allSatisfy { !$0.cure.isEmpty }, "\(error)")
      #expect(found?.line == 8 && found?.file == "lamp-test.yaml")
      #expect(found?.cure.contains(cure) ?? false, "\(error)")
    }
  }

  /// A mistake in shared settings is one finding.
  @Test(arguments: [
    ("acts: {a: [b], b: [a]}\nscenarios:\n", ["act-circle", "act-circle"]),
    (
      "acts: {a: {with: {x: 1}, do: {after: PT1H}}}\nscenarios:\n  - {scenario: zero, story: [{when: {a: {y: 1}}}]}\n",
      ["unknown-field"]
    ),
  ])
  func anActThatCannotBeIsFound(_ text: String, _ codes: [String]) {
    do {
      _ = try Lamp.suite(text + "  - {scenario: one, story: [{when: {start: true}}]}\n")
      Issue.record("nothing is found")
    } catch {
      #expect(error.list.map(\.code) == codes, "\(error)")
    }
  }

  @Test func aWrongBeginningIsReportedOnceForAllScenarios() {
    for (given, code) in [("given: {at: tomorrow}\n", "bad-time"), ("", "missing-key")] {
      let files = [
        SourceFile(
          path: "a.yaml",
          source: Array(
            (given + "scenarios:\n"
              + "  - {scenario: one, story: [{when: {start: true}}]}\n  - {scenario: two, story: [{when: {start: true}}]}\n")
              .utf8))
      ]
      do {
        _ = try ScenarioSuite(
          loader: ShippedWorkflows.loader,
          workflows: [SourceFile(path: "lamp.yaml", source: Array(Lamp.workflow.utf8))], scenarios: files)
        Issue.record("nothing is found")
      } catch {
        #expect(error.list.map(\.code) == [code], "\(error)")
      }
    }
  }

  @Test func twoScenariosOfOneNameAreFound() throws {
    let one = "  - {scenario: one, story: [{when: {start: true}}]}\n"
    do {
      _ = try Lamp.suite("scenarios:\n" + one + one)
      Issue.record("nothing is found")
    } catch {
      #expect(error.list.map(\.code) == ["duplicate-scenario"])
    }
  }
}
