import CEL
import Statecharts
import Testing

/// The senders of events, their answers, and the other machines' part (G6, G7, G12, G21, G22, G26, G28 of
/// language/syntax.md §1).
@Suite struct VerdictGapTests {
  static let go = "{data: {}, by: [operator], otherwise: reject}"

  @Test("G6: the candidate's verdict comes first, then the innermost state's, then the event's")
  func precedence() throws {
    var chart = try Chart(
      """
      events:
        ask: {data: {n: int}, by: [operator], otherwise: alarm}
        go: \(Self.go)
      initial: outer
      states:
        outer:
          rest: true
          otherwise: {ask: ignore}
          initial: a
          states:
            a:
              otherwise: {"*": reject}
              on: {ask: {guard: "event.data.n == 1", reject: too_early}, go: b}
            b: {on: {go: free}}
        free: {rest: true}
      """)
    #expect(try chart.send("ask", ["n": 1]) == .rejected(code: "too_early"))
    #expect(try chart.send("ask", ["n": 2]) == .rejected(code: "not_now"))
    try chart.send("go")
    #expect(try chart.send("ask", ["n": 2]) == .ignored)
    try chart.send("go")
    try chart.send("ask", ["n": 2])
    #expect(chart.alarms.count == 1)
  }

  @Test("G6: one word is the verdict for all events of a state")
  func oneWordForAll() throws {
    var chart = try Chart(
      "events: {ask: \(Self.go), go: \(Self.go)}\ninitial: a\nstates: {a: {rest: true, otherwise: ignore, on: {go: a}}}\n"
    )
    #expect(try chart.send("ask") == .ignored)
  }

  @Test("G6: an event without a verdict everywhere, and a refusal that nobody hears, are findings")
  func verdictsAreComplete() {
    #expect(
      Checked.codes("events: {ask: {data: {}, by: [operator]}}\ninitial: a\nstates: {a: {rest: true}}\n")
        .contains("missing-otherwise"))
    #expect(
      Checked.codes("events: {ask: reject}\ninitial: a\nstates: {a: {rest: true}}\n").contains("reject-without-caller"))
  }

  @Test(
    "G7: a view's value is the deepest state's; of regions the last one's; else the machine's own; before the start the default"
  )
  func viewsPerState() throws {
    var chart = try Chart(
      root: """
        events: {go: \(Self.go)}
        view:
          place: {type: string, value: nowhere}
          child: {type: string, default: unborn}
        initial: p
        states:
          p:
            type: parallel
            rest: true
            view: {place: p}
            states:
              left: {initial: l, states: {l: {view: {place: l}}}}
              right: {initial: r, states: {r: {view: {place: r}, on: {go: q}}}}
          q: {rest: true}
        """.replacing("  child: {type: string, default: unborn}\n", with: ""),
      members: [
        "other":
          "view: {child: {type: string, default: unborn}}\ninitial: a\nstates: {a: {rest: true, view: {child: born}}}\n"
      ])
    #expect(try chart.view["place"] == "r")
    #expect(try chart.view["child"] == "unborn")
    try chart.send("go")
    #expect(try chart.view["place"] == "nowhere")
  }

  @Test("G12: who may send an event, and which family a webhook concerns, is declared and checked")
  func correlation() {
    func codes(_ event: String) -> [String] {
      Checked.codes(
        "view: {reference: {value: \"${family.key}\", index: unique}, plain: {value: \"x\"}}\nevents: {told: \(event)}\ninitial: a\nstates: {a: {rest: true, on: {told: {actions: [{journal: x}]}}}}\n"
      )
    }
    #expect(
      codes(
        "{from: stripe/x, correlate: {reference: \"${body.a}\"}, data: {n: {type: int, value: \"${body.n}\"}}, otherwise: ignore}"
      ) == [])
    #expect(codes("{from: stripe/x, data: {}, otherwise: ignore}").contains("missing-key"))
    #expect(
      codes("{from: stripe/x, correlate: {plain: \"${body.a}\"}, data: {}, otherwise: ignore}")
        .contains("correlate-not-indexed"))
    #expect(
      codes("{from: stripe/x, correlate: {nothing: \"${body.a}\"}, data: {}, otherwise: ignore}").contains(
        "unknown-view"))
    #expect(codes("{data: {}, by: [emperor], otherwise: reject}").contains("bad-value"))
    #expect(codes("{data: {}, match: some, by: [operator], otherwise: reject}").contains("bad-value"))
  }

  @Test("who reads a view field is one of four words or a role, and closed to parties where it is left out")
  func audiences() throws {
    func source(_ audience: String) -> String {
      "view: {a: {value: \"x\"\(audience)}}\ninitial: a\nstates: {a: {rest: true}}\n"
    }
    for (word, audience) in Bundle.ViewField.Audience.words {
      #expect(Checked.codes(source(", audience: \(word)")) == [])
      #expect(try Chart(source(", audience: \(word)")).bundle.viewFields[0].audience == audience)
    }
    #expect(try Chart(source(", audience: client")).bundle.viewFields[0].audience == .role("client"))
    #expect(try Chart(source("")).bundle.viewFields[0].audience == .site)
    #expect(Checked.codes(source(", audience: lawyer")) == ["bad-value"])
    #expect(Checked.codes(source(", audience: [site]")) == ["wrong-kind"])
  }

  @Test("G21: a refused birth says why; the first entry whose guard holds decides")
  func startRules() throws {
    let chart = try Chart(
      root: """
        start:
          - {guard: "input.price <= 0", reject: bad_price}
          - {guard: "input.price > 1000", onRefused: {reject: too_dear_and_taken}}
          - {onRefused: {reject: taken}}
        initial: a
        states: {a: {rest: true}}
        """, members: [:], input: "{price: int}", given: ["price": 5])
    func refusal(_ price: Int64, isClaimRefused: Bool = false) throws -> String? {
      let family = try chart.bundle.initialSnapshot(key: "k", input: ["price": .int(price)], params: [], now: chart.now)
      return try chart.bundle.refusal(of: family, now: chart.now, isClaimRefused: isClaimRefused)
    }
    #expect(try refusal(0) == "bad_price")
    #expect(try refusal(1) == nil)
    #expect(try refusal(1, isClaimRefused: true) == "taken")
    #expect(try refusal(2_000, isClaimRefused: true) == "too_dear_and_taken")
  }

  @Test(
    "G22: an emitted event is heard by the others in the order of the family, never by its sender, each in a macrostep of its own"
  )
  func emitting() throws {
    let member =
      "events: {ping: ignore}\ninitial: a\nstates: {a: {rest: true, on: {ping: {actions: [{journal: NAME}]}}}}\n"
    var chart = try Chart(
      root: """
        events: {go: \(Self.go), ping: ignore}
        initial: a
        states:
          a:
            rest: true
            entry: [{spawn: {workflow: second}}]
            on:
              go: {actions: [{spawn: {workflow: first}}, {emit: ping}, {spawn: {workflow: third}}]}
              ping: {actions: [{journal: own}]}
        """,
      members: [
        "first": member.replacing("NAME", with: "first"), "second": member.replacing("NAME", with: "second"),
        "third": member.replacing("NAME", with: "third").replacing(
          "{ping: ignore}", with: "{ping: ignore, go: \(Self.go)}"
        )
        .replacing("on: {ping", with: "on: {go: {actions: [{emit: ping}]}, ping"),
      ])
    try chart.send("go")
    // Born before the signal hears it, born after it does not.
    #expect(chart.notes == ["first", "second"])
  }

  @Test("G26: personal fields are references that no guard, text or view can read; `erase` gives them up")
  func personalFields() throws {
    func codes(_ use: String) -> [String] {
      Checked.codes(
        "events: {go: {data: {why: {type: string, personal: true}}, by: [operator], otherwise: reject}}\n\(use)",
        input: "{reference: string}")
    }
    #expect(
      codes("initial: a\nstates: {a: {rest: true, on: {go: {actions: [{journal: \"so: ${event.data.why}\"}]}}}}\n") == [
        "personal-in-text"
      ])
    #expect(
      !codes("initial: a\nstates: {a: {rest: true, on: {go: {guard: \"event.data.why == 'x'\", actions: []}}}}\n")
        .isEmpty)
    var chart = try Chart(
      "events: {go: \(Self.go)}\ninitial: a\nstates: {a: {rest: true, on: {go: {actions: [{erase: personal}]}}}}\n")
    try chart.send("go")
    #expect(chart.last?.effects.contains(.erase) == true)
    #expect(codes("initial: a\nstates: {a: {rest: true, entry: [{erase: everything}]}}\n").contains("bad-value"))
  }

  static let freezes = """
    context: {freezes: {type: [string], value: []}, heard: {type: int, value: 0}}
    functions: {"without(xs [string], x string) [string]": "xs.filter(y, y != x)"}
    events: {lost: {data: {id: string}, by: [operator], otherwise: reject}, won: {data: {id: string}, by: [operator], otherwise: reject}}
    initial: live
    on:
      lost: {actions: [{assign: {freezes: "${context.freezes + [event.data.id]}"}}]}
      won: {actions: [{assign: {freezes: "${without(context.freezes, event.data.id)}"}}]}
    states:
      live: {rest: true, on: {lost: HANDLER}}
      frozen: {rest: true, always: {guard: "size(context.freezes) == 0", target: live}}

    """

  @Test("G28: `also: outer` runs the outer handler that has no target as well, after the inner one")
  func alsoOuter() throws {
    var chart = try Chart(
      Self.freezes.replacing(
        "HANDLER", with: "{target: frozen, also: outer, actions: [{journal: \"${size(context.freezes)}\"}]}"))
    try chart.send("lost", ["id": "du_1"])
    #expect(chart.states() == ["frozen"])
    #expect(chart.notes == ["0"])
    #expect(chart.context("freezes") == ["du_1"])
    try chart.send("won", ["id": "du_1"])
    #expect(chart.states() == ["live"])
  }

  @Test("G28: an inner handler that hides an outer one with actions is a finding, unless it says `also: outer`")
  func hiddenHandlers() {
    let hidden = Checked.codes(Self.freezes.replacing("HANDLER", with: "frozen"))
    #expect(hidden == ["hidden-handler"])
    #expect(Checked.codes(Self.freezes.replacing("HANDLER", with: "{target: frozen, also: outer}")) == [])
    #expect(
      Checked.codes(
        Self.freezes.replacing("lost: {actions", with: "lost: {target: frozen, actions").replacing(
          "HANDLER", with: "{actions: [], also: outer}")
      )
      .contains("also-outer"))
    #expect(
      Checked.codes(
        "events: {go: \(Self.go)}\ninitial: a\nstates: {a: {rest: true, on: {go: {target: a, also: outer}}}}\n") == [
          "also-outer"
        ])
  }
}
