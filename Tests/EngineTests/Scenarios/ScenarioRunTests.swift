import Testing
import WorkflowDefinitions
import WorkflowScenarios
import WorkflowTesting

/// A scenario that is wrong about the world fails, and says where and how.
@Suite struct ScenarioRunTests {
  static let lit = """
          - when: {start: true}
            then: {states: {lamp: dark}}
          - when: {event: turn, data: {by: me}}
            then: {states: {lamp: bright}, view: {lit: true}, balances: {client: -5, held: 5}, steps: [email.send], timers: {burn: PT1H}}

    """

  func differences(_ story: String) throws -> [String] {
    try Lamp.run(story).differences.map { "\($0.line): \($0.thing): \($0.expected) | \($0.actual)" }
  }

  @Test func aScenarioThatIsRightPasses() throws {
    let story =
      Self.lit + """
              - when: {after: PT59M59S}
                then: {states: {lamp: bright}}
              - when: {after: PT1S}
                then: {states: {lamp: dark}, view: {lit: false, rounds: 1}, postings: [held -> kept 5], timers: {burn: none}, exactly: timers}
              - when: {event: turn, data: {by: me}, key: again, times: 3}
                then: {reply: duplicate, steps: [{email.send: {template: lit}}], postings: [client -> held 5], assert: "view.rounds == 2 && balance('kept') == 5 && In('bright')"}
              - when: [{after: PT2H}, {event: turn, data: {by: me}}]
                then: {reply: worn_out, postings: any}

        """
    let result = try Lamp.run(story)
    #expect(result.isPassed, "\(result.text)")
  }

  @Test(arguments: [
    ("{states: {lamp: dark}, steps: any, postings: any}", "states.lamp: dark | bright"),
    ("{view: {lit: false}, steps: any, postings: any}", "view.lit: false | true"),
    ("{balances: {client: -5}, steps: any}", "balances.held: 0 | 5"),
    ("{steps: any}", "postings: nothing more | client -> held 5"),
    ("{steps: any, postings: [client -> held 6]}", "postings: client -> held 6 | did not happen"),
    ("{postings: any}", "steps: nothing more | email.send"),
    (
      "{postings: any, steps: [{email.send: {template: dim}}]}",
      "email.send {template: dim} | email.send {template: lit}"
    ),
    (
      "{postings: any, steps: any, timers: {burn: PT2H}}",
      "timers.lamp/bright.burn: 2027-03-01T11:00:00Z | 2027-03-01T10:00:00Z"
    ),
    ("{postings: any, steps: any, timers: {burn: none}}", "timers.lamp/bright.burn: none | 2027-03-01T10:00:00Z"),
    ("{postings: any, steps: any, exactly: timers}", "timers.lamp/bright.burn: none | 2027-03-01T10:00:00Z"),
    ("{postings: any, steps: any, reply: ignored}", "reply: ignored | handled"),
    ("{postings: any, steps: any, tasks: [ask]}", "tasks: ask | did not happen"),
    ("{postings: any, steps: any, incidents: [fire]}", "incidents: fire | did not happen"),
    ("{postings: any, steps: any, assert: \"view.rounds == 2\"}", "assert: view.rounds == 2 | false"),
  ])
  func everyDifferenceIsReported(_ then: String, _ told: String) throws {
    let story = """
            - when: [{start: true}, {event: turn, data: {by: me}}]
              then: \(then)

      """
    let found = try differences(story)
    #expect(found.contains { $0.contains(told) }, "\(found)")
    #expect(try Lamp.run(story).timeline.contains { $0.contains("dark -> bright") })
  }

  @Test func aRefusalThatNobodyExpectsFails() throws {
    let story = """
            - when: [{start: true}, {event: turn, data: {by: me}}, {event: turn, data: {by: me}}]

      """
    #expect(try differences(story).first?.hasPrefix("8: reply: handled | not_now: ") ?? false)
  }

  @Test func aStepWithoutAnAnswerFails() throws {
    let scenarios = """
      scenarios:
        - scenario: one
          given: {steps: {email.send: [{failed: rejected}]}}
          story:
            - when: [{start: true}, {event: turn, data: {by: me}}]
              then: {postings: any, steps: any, incidents: ["no mail: rejected"]}
      """
    #expect(try Lamp.suite(scenarios).run()[0].isPassed)
  }

  @Test func aLostReplyIsLookedUpAndAnAnswerMayComeLater() throws {
    let scenarios = """
      scenarios:
        - scenario: later
          given: {steps: {email.send: [{unknown: absent}, silent, {done: {message_id: m2}}]}}
          story:
            - when: [{start: true}, {event: turn, data: {by: me}}, {after: PT1M}]
              then: {postings: any, steps: [email.send]}
            - when: {step: email.send, failed: rejected}
              then: {incidents: ["no mail: rejected"]}
      """
    let result = try Lamp.suite(scenarios).run()[0]
    #expect(result.isPassed, "\(result.text)")
  }

  @Test func whileTheDaemonIsAwayNothingHappensAndThenEventsComeFirst() throws {
    let story =
      Self.lit + """
              - when: {down: PT3H, meanwhile: [{event: blink}]}
                then: {reply: ignored, states: {lamp: dark}, postings: [held -> kept 5]}

        """
    let result = try Lamp.run(story)
    #expect(result.isPassed, "\(result.text)")
  }

  @Test func showTellsWhatHappened() throws {
    let story = """
            - when: [{start: true}, {event: turn, data: {by: me}}]
              then: show

      """
    let shown = try Lamp.run(story).shown.map(\.text)
    #expect(
      shown == [
        "states: {lamp: bright}\nsteps: [email.send]\nbalances: {client: -5, held: 5}\ntimers: {lamp/bright.burn: 2027-03-01T10:00:00Z}"
      ])
  }

  @Test func coverageNamesTheTransitionsThatNobodyTook() throws {
    let suite = try Lamp.suite("scenarios:\n  - scenario: one\n    story:\n" + Self.lit)
    let report = suite.coverage(of: suite.run(), bundle: 0)
    let missing = report.missing.map { "\($0.line) \($0.state) \($0.event) \($0.candidate) \($0.target)" }
    #expect(missing.contains("19 dark turn 1 "))
    #expect(missing.contains("20 dark turn 2 haunted"))
    #expect(!missing.contains { $0.hasPrefix("21 ") })
  }

  /// A family whose member ends by itself, or is stopped.
  static let family = [
    SourceFile(
      path: "root.yaml",
      source: Array(
        """
        workflow: root
        family: [child]
        key: "${input.name}"
        input: {name: string, due: timestamp}
        events:
          end: {data: {}, by: [client], otherwise: reject}
          halt: {data: {}, by: [client], otherwise: reject}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: child}}]
            on: {halt: {actions: [{stop: {workflow: child}}]}, end: {actions: [{send: {to: child, event: over}}]}}

        """.utf8)),
    SourceFile(
      path: "child.yaml",
      source: Array(
        """
        workflow: child
        family: root
        events: {over: ignore}
        initial: here
        states:
          here: {rest: true, on: {over: gone}}
          gone: {type: final}

        """.utf8)),
  ]

  static func run(_ scenario: String) throws -> [String] {
    let head =
      "given: {at: 2027-03-01T09:00:00Z, input: {name: R-1, due: 2027-03-05T09:00:00Z}, from: [{start: true}]}\n"
    let suite = try ScenarioSuite(
      loader: ShippedWorkflows.loader, workflows: family,
      scenarios: [SourceFile(path: "a.yaml", source: Array((head + scenario).utf8))])
    return suite.run()[0].differences.map { "\($0.thing): \($0.expected) | \($0.actual)" }
  }

  @Test(arguments: ["halt", "end"])
  func aMachineThatIsOverHasEnded(event: String) throws {
    func story(_ state: String) -> String {
      "scenario: one\nstory: [{when: {event: \(event)}, then: {states: {child: \(state)}}}]\n"
    }
    #expect(try Self.run(story("ended")) == [])
    #expect(try Self.run(story("none")) == ["states.child: none | \(event == "halt" ? "ended" : "gone")"])
    #expect(
      try Self.run("scenario: one\nstory: [{when: {after: PT1M}, then: {states: {child: ended}}}]\n") == [
        "states.child: ended | here"
      ])
  }

  @Test func inputHasItsDeclaredTypeInExpressions() throws {
    let story =
      "scenario: one\nstory: [{when: {until: \"input.due - period('P1D')\"}, then: {assert: \"now == timestamp('2027-03-04T09:00:00Z')\"}}]\n"
    #expect(try Self.run(story) == [])
  }

  @Test func aBeginningThatIsRefusedSaysWhy() throws {
    let found = try Lamp.suite(
      "acts: {lit: [{start: {price: null}}, {event: turn, data: {by: me}}]}\nscenarios:\n  - {scenario: one, given: {from: lit}, story: [{when: {after: PT1H}}]}\n"
    ).run()[0].differences
    #expect(found.map(\.thing) == ["the run"])
    #expect(found.first?.actual.contains("nothing was started") ?? false)
  }
}
