import CEL
import EngineMessages
import Execution
import Storage
import StorageTesting
import Testing
import WorkflowEngine
import WorkflowTesting

/// A family that was stopped because the store refused a row goes on where it stood: no step of it waits for ever.
@Suite struct ResumptionTests {
  private static func mail(_ number: Int) -> String {
    """
    - spawn: {step: email.send, id: "m/\(number)", key: "${family.key}/m/\(number)", lane: mails, with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}
    """
  }

  private static let mails = """
    initial: a
    states:
      a:
        rest: true
        entry:
          \(mail(1))
          \(mail(2))
          \(mail(3))
    """

  /// Starts a family until it is there, and lets an hour pass.
  private func run(_ small: Small) throws {
    var number = 0
    while number < 3, try small.simulation.reader().family(key: Small.reference) == nil {
      number += 1
      let input: Value = ["reference": .string(Small.reference)]
      _ = try small.simulation.send {
        .start(
          StartRequest(
            source: "t", key: "start \(number)", workflow: "small", input: input, content: JSON.encode(input),
            actor: "t"), $0)
      }
    }
    try small.wait(.seconds(3_600))
  }

  /// Runs a workflow once for each of its writes, which is refused; operators retry what that stopped.
  ///
  /// - Parameters:
  ///   - prepare: sets the providers up.
  ///   - check: holds the end of each run against what is promised.
  private func eachRefusal(
    of body: String, prepare: (Small) -> Void = { _ in }, check: (Small, Comment) throws -> Void
  ) throws {
    let bundle = try Turns.bundle(body)
    let sound = try Small(bundle: bundle)
    prepare(sound)
    try run(sound)
    let count = sound.simulation.faulty.writeCount
    #expect(count > 20)
    for write in 1...count {
      let place = Comment(rawValue: "write \(write) of \(count)")
      let small = try Small(bundle: bundle, plan: FaultPlan(refusedWrites: [write]))
      prepare(small)
      do {
        try run(small)
        #expect(try small.simulation.verify().map(\.description) == [], place)
        for incident in try small.incidents { try small.act(.incidentRetry(incident.id), key: "retry \(incident.id)") }
        try small.wait(.seconds(7_200))
      } catch let error as StoreError {
        // A write that is nobody's ends the process: the high-water mark of time.
        #expect(error.isSimulated, place)
        continue
      }
      #expect(try small.simulation.verify().map(\.description) == [], place)
      try check(small, place)
    }
  }

  @Test func theUnknownOutcomeOfAPaymentBecomesKnown() throws {
    let lost = StepError(code: "connection_lost", message: "the reply was lost")
    try eachRefusal(of: Small.payment) { small in
      small.simulation.providers.answers["stripe.transfer"] = [.unknown(lost)]
      small.simulation.providers.findings["stripe.transfer"] = [.undecided(lost)]
    } check: { small, place in
      let states = try small.simulation.reader().families(.init(limit: 1)).flatMap {
        try small.simulation.reader().instances(of: $0.id).map(\.states)
      }
      #expect(states == ["b"], place)
      #expect(small.simulation.providers.acts(of: "stripe.transfer").count == 1, place)
    }
  }

  @Test func theNextStepOfALaneIsSent() throws {
    try eachRefusal(of: Self.mails) { small, place in
      #expect(small.simulation.providers.acts(of: "email.send").map(\.key).count == 3, place)
    }
  }
}
