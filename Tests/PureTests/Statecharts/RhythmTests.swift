import CEL
import CivilTime
import Statecharts
import Testing

/// Timers on the wall of a zone.
@Suite struct RhythmTests {
  static func chart(_ timer: String, at start: String) throws -> Chart {
    let body = """
      events: {go: {data: {}, by: [operator], otherwise: reject}}
      initial: a
      states:
        a: {rest: true, on: {go: b}}
        b: {on: {go: a}, timers: {t: {\(timer), late: always, actions: [{journal: "${fired}"}]}}}
      """
    var chart = try Chart(body)
    chart.now = try Instant.parse(start)
    try chart.send("go")
    return chart
  }

  static func dues(_ chart: Chart, _ count: Int) throws -> [String] {
    var chart = chart
    var dues: [String] = []
    for _ in 0..<count {
      dues.append(try #require(chart.due("b.t")).description)
      try chart.fire("b.t")
      let instance = try #require(chart.family.instances[0])
      #expect(
        try chart.bundle.decodeInstance(JSON.parse(chart.bundle.encode(instance, machine: 0)), machine: 0) == instance)
    }
    return dues
  }

  @Test func aDailyTimerKeepsItsTimeOfDayOverTheChangeOfTheClocks() throws {
    let chart = try Self.chart("every: P1D, zone: Europe/Berlin", at: "2027-03-26T09:00:00+01:00")
    #expect(try Self.dues(chart, 3) == ["2027-03-27T08:00:00Z", "2027-03-28T07:00:00Z", "2027-03-29T07:00:00Z"])
  }

  @Test(arguments: [
    ("later", "2027-03-28T01:30:00Z"), ("earlier", "2027-03-28T00:30:00Z"), ("skip", "2027-03-29T00:30:00Z"),
  ])
  func aTimeThatTheClocksSkipIsWhatTheTimerSays(gap: String, second: String) throws {
    let chart = try Self.chart("every: P1D, zone: Europe/Berlin, gap: \(gap)", at: "2027-03-26T02:30:00+01:00")
    #expect(try Self.dues(chart, 2) == ["2027-03-27T01:30:00Z", second])
  }

  @Test(arguments: [("first", "2027-10-31T00:30:00Z"), ("second", "2027-10-31T01:30:00Z")])
  func aTimeThatComesTwiceIsWhatTheTimerSays(fold: String, second: String) throws {
    let chart = try Self.chart("every: P1D, zone: Europe/Berlin, fold: \(fold)", at: "2027-10-29T02:30:00+02:00")
    #expect(try Self.dues(chart, 3) == ["2027-10-30T00:30:00Z", second, "2027-11-01T01:30:00Z"])
  }

  @Test func aMonthlyTimerKeepsItsDayAndMissedRoundsAreNotMadeUpFor() throws {
    var chart = try Self.chart("first: PT1H, every: P1M, zone: \"${'Europe/Berlin'}\"", at: "2027-01-31T09:00:00+01:00")
    #expect(try Self.dues(chart, 3) == ["2027-01-31T09:00:00Z", "2027-02-28T09:00:00Z", "2027-03-31T08:00:00Z"])
    try chart.fire("b.t", late: .seconds(100 * 86_400))
    #expect(chart.due("b.t")?.description == "2027-05-31T08:00:00Z")
  }

  @Test func theFirstRoundMayBeAnInstantOfTheFacts() throws {
    let chart = try Self.chart(
      "first: \"wall(entered, 'P2D', 'Europe/Berlin')\", every: P1W, zone: Europe/Berlin",
      at: "2027-03-26T09:00:00+01:00")
    #expect(try Self.dues(chart, 2) == ["2027-03-28T07:00:00Z", "2027-04-04T07:00:00Z"])
  }

  @Test func aZoneThatTurnsOutUnknownIsAFailureOfTheStep() {
    #expect { try Self.chart("every: P1D, zone: \"${'Europe/' + 'Belrin'}\"", at: "2027-03-26T09:00:00Z") } throws: {
      ($0 as? StepFailure)?.code == "unknown-zone"
    }
  }

  @Test(arguments: [
    ("at: \"entered\", zone: UTC", "timer-without-rhythm"), ("every: P1D, gap: skip", "timer-without-rhythm"),
    ("at: \"entered\", every: P1D", "timer-with-two-times"), ("every: P1D, zone: Europe/Belrin", "bad-value"),
    ("every: P1D, zone: UTC, gap: never", "bad-value"), ("every: P1D, zone: UTC, fold: third", "bad-value"),
    ("every: P0D, zone: UTC", "out-of-range"), ("every: daily, zone: UTC", "bad-duration"),
    ("every: P1D, first: \"now\", zone: UTC", "timer-reads-now"),
  ])
  func wrongTimersAreFindings(timer: String, code: String) {
    #expect(
      Checked.codes("initial: a\nstates: {a: {timers: {t: {\(timer), late: always, target: b}}}, b: {rest: true}}\n")
        .contains(code))
  }

  @Test(arguments: ["every: P1D", "every: P1D, zone: Europe/Berlin"])
  func anOperatorGivesUpOneRoundOfATimerAndNotThoseThatFollow(_ timer: String) throws {
    var chart = try Self.chart(timer, at: "2027-03-01T09:00:00+01:00")
    let armed = try #require(chart.family.instances[0]?.timers[0])
    chart.now = armed.due
    let drop = FamilyInput.dropTimer(machine: 0, timer: 0, generation: armed.generation)
    try chart.step(drop)
    #expect(chart.due("b.t") == armed.due.adding(.seconds(86_400)))
    // The operator's word was about that firing.
    let next = chart.family
    try chart.step(drop)
    #expect(chart.family == next)
    try chart.fire("b.t")
    #expect(chart.notes == ["0"])
  }

  @Test func aSingleTimerThatIsMissedIsReportedIfNothingElseCanHappen() throws {
    var chart = try Chart(
      """
      initial: a
      states:
        a: {timers: {t: {at: "entered + period('PT1H')", late: always, target: b}}}
        b: {rest: true}
      """)
    let armed = try #require(chart.family.instances[0]?.timers[0])
    chart.now = armed.due
    try chart.step(.dropTimer(machine: 0, timer: 0, generation: armed.generation))
    #expect(chart.due("a.t") == nil)
    #expect(chart.alarms == ["waits in a for nothing: no timer, no step, no task"])
  }
}
