internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import MemoryStorage
internal import Statecharts
internal import Storage
internal import StorageTesting
internal import WorkflowEngine
internal import WorkflowTesting

/// The passing of time, the turns of the daemon, and its deaths.
extension SimulationRun {
  func die(_ crash: Move.Crash, _ downtime: Duration) throws {
    var plan = daemon.faulty.plan
    let next = daemon.faulty.commitCount + 1
    switch crash {
    case .now: break
    case .beforeCommit: plan.crashBeforeCommit = next
    case .afterCommit: plan.crashAfterCommit = next
    }
    daemon.faulty.setPlan(plan)
    if crash != .now { try turn() }
    if crash == .now || daemon.engine != nil { try restart(after: downtime) } else { now = later(downtime) }
    pending.insert("crash \(crash.rawValue)")
  }

  func failCommits(_ failure: Move.Failure, _ commits: Int) {
    var plan = daemon.faulty.plan
    for number in 1...commits {
      let commit = daemon.faulty.commitCount + number
      switch failure {
      case .full, .busy, .ambiguous: plan.failures[commit] = failure.kind
      case .ambiguousAfterwards: plan.failuresAfterwards[commit] = failure.kind
      case .slow: slowCommits.insert(commit)
      }
    }
    daemon.faulty.setPlan(plan)
  }

  func restart(after downtime: Duration) throws {
    var tries = 0
    while true {
      if daemon.engine != nil || tries > 0 { deaths += 1 }
      flights = []
      now = later(tries == 0 ? downtime : .seconds(1))
      if downtime >= Self.reboot { change { $0.reboot() } }
      daemon.die()
      slowCommits = []
      tries += 1
      if tries > 20 { throw Violation(text: "the process does not start") }
      do {
        try absorb(daemon.start(now: wall, clockUntrusted: isClockHeld))
        note("the process runs")
        return
      } catch let error as StoreError {
        note("the start fails: \(error)")
      }
    }
  }

  // MARK: Time and turns

  /// A machine that is down for so long boots anew.
  private static let reboot = Duration.seconds(7_200)

  /// Lets time pass, and the daemon do what becomes due on the way.
  func advance(to instant: Instant) throws {
    try rest()
    while let next = nextInstant(), next <= instant {
      now = max(now, next)
      try rest()
    }
    now = max(now, instant)
    try rest()
    try watch.atRest(self)
  }

  func nextInstant() -> Instant? {
    var times = flights.map(\.at) + deliveries.map(\.at)
    if let wake, let due = clock.instant(of: wake, at: now) { times.append(due) }
    return times.min()
  }

  /// The time of a turn that is taken now.
  var time: Instant { max(wall, daemon.engine?.lastNow ?? wall) }

  var isDue: Bool {
    if flights.contains(where: { $0.at <= now }) || deliveries.contains(where: { $0.at <= now }) { return true }
    return wake.map { $0 <= time } ?? false
  }

  func rest(turns limit: Int = 4_000) throws {
    var count = 0
    while isDue {
      count += 1
      if count > limit {
        if limit >= 4_000 { throw Violation(text: "the daemon does not come to rest at \(now)") }
        return
      }
      try turn()
    }
  }

  func turn() throws {
    turns += 1
    if turns > Self.randomTurnLimit, !plan.definitions.isShipped { throw Left() }
    if turns > Self.turnLimit { throw Violation(text: "the daemon took \(turns) turns, and is not at rest at \(now)") }
    let (inputs, senders, answers, faults) = collect()
    do {
      let before = watch.before(self)
      let turn = try daemon.take(inputs, now: wall, clockUntrusted: isClockHeld)
      if turn.replies.count + turn.dispatches.count + inputs.count > 0 {
        note("turn \(turns): \(inputs.count) inputs, \(turn.steps) steps, \(turn.dispatches.count) dispatches")
      }
      trace(turn.journal)
      noteForms(turn.journal)
      if isClockHeld { pending.insert("clock held") }
      coverage.add(turn.journal, faults: faults.union(pending))
      pending = []
      if slowCommits.contains(daemon.faulty.commitCount) {
        now = later(.seconds(30))
        pending.insert("slow commit")
      }
      // An operator need not wait as long as a provider asked.
      if senders.values.contains(where: { $0.name == Self.retryCommand }) { pauses = [:] }
      try watch.after(turn, before, self)
      notePauses(in: answers)
      try absorb(turn)
      try acknowledge(turn.replies, senders)
    } catch let error as StoreError {
      note("turn \(turns) fails: \(error)")
      pending.insert("\(error.kind.rawValue)")
      retry(senders.values.sorted { $0.number < $1.number })
      if error.isTransient {
        flights += answers
        now = later(.seconds(1))
      } else {
        try restart(after: .zero)
      }
    }
  }

  /// Takes what has arrived, in any order, at most as many as a turn of the daemon takes.
  func collect() -> (
    inputs: [TurnInput], senders: [Int64: Sender], answers: [Flight], faults: Set<String>
  ) {
    var faults: Set<String> = []
    let answers = flights.filter { $0.at <= now }
    flights.removeAll { $0.at <= now }
    for answer in answers { if let fault = answer.fault { faults.insert(fault) } }
    var inputs = answers.map { fault?.alter($0.answer) ?? $0.answer }
    var senders: [Int64: Sender] = [:]
    var token = Int64(turns) * 1_000
    for delivery in deliveries where delivery.at <= now {
      // A copy of what was not acknowledged yet is a second delivery under way; one of what was refused is not sent.
      if delivery.sender.isSettled, !delivery.isCopy || delivery.sender.refusal != nil { continue }
      if delivery.isCopy { faults.insert("sent again") }
      token += 1
      senders[token] = delivery.sender
      inputs.append(delivery.sender.make(ReplyToken(rawValue: token)))
    }
    deliveries.removeAll { $0.at <= now }
    inputs.shuffle(using: &draw)
    return (inputs, senders, answers, faults)
  }

  /// Notes the pauses that providers ask for in the answers that the engine has taken.
  private func notePauses(in answers: [Flight]) {
    for flight in answers {
      guard case .outcome(let name, let outcome) = flight.answer, answered.insert(name).inserted else { continue }
      if case .retry(_, let pause?) = outcome { pauses[name.task] = daemon.engine?.lastNow.adding(pause) }
    }
  }

  func retry(_ senders: [Sender]) {
    for sender in senders where !sender.isSettled { deliveries.append((later(sender.nextPause()), sender, false)) }
  }

  func absorb(_ turn: Turn) throws {
    wake = turn.nextWake
    for dispatch in turn.dispatches {
      let (answers, fault) = counterparts.receive(dispatch, now: now)
      note("\(dispatch.kind) \(dispatch.request.step) \(dispatch.request.key) \(fault ?? "")")
      for answer in answers { flights.append(Flight(at: answer.at, answer: answer.input, fault: fault)) }
    }
  }

  func acknowledge(_ replies: [(token: ReplyToken, reply: Reply)], _ senders: [Int64: Sender]) throws {
    for (token, reply) in replies {
      guard let sender = senders[token.rawValue] else { continue }
      note("\(sender.actor): \(reply)")
      if sender.kind == .impostor, !reply.isAnswerToAnImpostor {
        throw Violation(text: "\(sender.actor) used a known key for other content, and was answered \(reply)")
      }
      if let known = sender.acknowledgement {
        guard case .duplicate = reply, reply.says(known) else {
          throw Violation(text: "\(sender.actor) was answered \(known), and again \(reply)")
        }
      } else if reply.isAcknowledgement {
        sender.acknowledgement = reply.original
      } else if reply.isOverload {
        retry([sender])
      } else {
        sender.refusal = reply
      }
    }
  }
}
