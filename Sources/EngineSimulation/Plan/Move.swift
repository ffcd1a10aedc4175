internal import CEL
internal import CivilTime
internal import Storage

/// A thing that happens to the simulated world. Moves are data, so that a run can be repeated with fewer of them.
enum Move: Sendable, Hashable {
  /// The request for a family.
  case start(family: Int)
  /// An event of a party, a site or an operator, delivered once or several times.
  case event(family: Int, name: String, role: String, body: Value, copies: [Duration])
  /// A provider's webhook, delivered after each of these delays.
  case webhook(family: Int, type: String, object: Value, copies: [Duration])
  /// A webhook of another source than the payment provider, delivered after each of these delays.
  case told(family: Int, source: String, type: String, body: Value, copies: [Duration])
  /// A webhook about the latest refund of the family that the provider has made.
  case refundSettles(family: Int, status: String)
  /// A person answers or declines the open human task at this place in the list.
  case answerTask(Int, ValueMap?)
  /// An operator has a waiting step tried again.
  case retryTask(Int)
  /// An operator looks at the provider and settles a parked, lost or accepted step by hand, or declines it.
  case settleTask(Int, declines: Bool)
  /// An operator decides about an open incident.
  case resolveIncident(Int, Decision)
  /// Time passes, and the daemon does what becomes due.
  case wait(Duration)
  /// Time passes until so long after (before) the start of the family's meeting as first agreed.
  case until(family: Int, Duration)
  /// Time passes, and the daemon does nothing: it is suspended, or its disk is slow.
  case sleep(Duration)
  /// The process ends and starts again.
  case crash(Crash, downtime: Duration)
  /// The next commits meet this trouble.
  case storeFault(Failure, commits: Int)
  /// The write that comes so many writes later fails with this error.
  case failWrite(Failure, number: Int)
  /// Nothing of this family can be written any more; nil for none, which changes nothing.
  case breakFamily(Int?)
  /// A party or an operator sends so many events at once.
  case burst(family: Int, name: String, role: String, body: Value, events: Int)
  /// The write that comes so many writes later is refused as by a constraint.
  case refuseWrite(Int)
  /// The wall clock is not trusted any more, or is again.
  case holdClock(Bool)
  /// The wall clock differs so much from the true time.
  case stepClock(Duration)
  /// This version of the definitions is deployed.
  case deploy(Int)
  /// A reader verifies a family in the middle.
  case look(family: Int)
  /// A provider tells of so many families that there will never be.
  case strangers(Int)
  /// An operator asks for the effect of an event without sending it.
  case preview(family: Int, name: String, body: Value)
  /// A problem outside the engine is reported.
  case report(Int)
  /// An operator writes the next version of this record.
  case putRecord(Int)
  /// The open human task at this place in the list is given to somebody else.
  case delegate(Int)
  /// The acknowledged event at this place in the list comes again under its key, with other content.
  case impostor(Int)
  /// A request that cannot be granted, of this kind.
  case oddRequest(Int)
  /// An event that the family does not take from its sender, of this kind.
  case oddEvent(family: Int, Int)
  /// A part of the program that keeps records of its own writes or drops this one.
  case changeRecord(Int)
  /// A webhook arrives that was signed before the memory of duplicates begins.
  case ancient(family: Int)
  /// The process ends, and the next one can read the deployed definitions only.
  case loseDefinitions

  enum Decision: String, Sendable { case retry, skip, discard }

  enum Crash: String, Sendable, CaseIterable { case now, beforeCommit, afterCommit }

  enum Failure: String, Sendable, CaseIterable {
    case full, busy, ambiguous
    /// The commit is written, and its caller is told that the disk failed.
    case ambiguousAfterwards
    /// The commit takes half a minute.
    case slow

    /// The store's word for it.
    var kind: StoreError.Kind {
      switch self {
      case .full: .full
      case .busy, .slow: .busy
      case .ambiguous, .ambiguousAfterwards: .ambiguous
      }
    }
  }
}

extension Move: CustomStringConvertible {
  var description: String {
    switch self {
    case .start(let family): "request \(family)"
    case .event(let family, let name, let role, let body, let copies):
      "\(family): \(name) by \(role) \(JSON.text(body))\(copies.isEmpty ? "" : ", again after \(copies)")"
    case .webhook(let family, let type, let object, let copies):
      "\(family): webhook \(type) \(JSON.text(object)) after \(copies)"
    case .told(let family, let source, let type, let body, let copies):
      "\(family): \(source) tells \(type) \(JSON.text(body)) after \(copies)"
    case .refundSettles(let family, let status): "\(family): its latest refund is \(status)"
    case .answerTask(let place, let data):
      "task \(place) is \(data.map { "answered with \(JSON.text(.map($0)))" } ?? "declined")"
    case .retryTask(let place): "step \(place) is retried"
    case .settleTask(let place, let declines): "step \(place) is \(declines ? "declined" : "settled by hand")"
    case .resolveIncident(let place, let decision): "incident \(place): \(decision.rawValue)"
    case .wait(let time): "wait \(time)"
    case .until(let family, let offset): "until \(offset) from the meeting of \(family)"
    case .sleep(let time): "the process is suspended for \(time)"
    case .crash(let crash, let downtime): "the process dies \(crash.rawValue), down for \(downtime)"
    case .storeFault(let failure, let commits): "\(commits) commits fail: \(failure.rawValue)"
    case .failWrite(let failure, let number): "write \(number) from now fails: \(failure.rawValue)"
    case .breakFamily(let family): "\(family.map { "nothing of family \($0)" } ?? "everything") can be written"
    case .burst(let family, let name, let role, let body, let events):
      "\(family): \(events) times \(name) by \(role) \(JSON.text(body))"
    case .refuseWrite(let number): "write \(number) from now is refused"
    case .holdClock(let isDistrusted): isDistrusted ? "the clock is distrusted" : "the clock is trusted"
    case .stepClock(let offset): "the clock is \(offset) off"
    case .deploy(let version): "version \(version) is deployed"
    case .look(let family): "a reader verifies \(family)"
    case .strangers(let events): "\(events) webhooks about families that are not there"
    case .preview(let family, let name, let body): "\(family): the effect of \(name) \(JSON.text(body)) is asked for"
    case .report(let number): "problem \(number) is reported"
    case .putRecord(let number): "record \(number) is written"
    case .delegate(let place): "task \(place) is given to somebody else"
    case .impostor(let place): "event \(place) comes again with other content"
    case .oddRequest(let kind): "request of kind \(kind) that cannot be granted"
    case .oddEvent(let family, let kind): "\(family): event of kind \(kind) that is not for its sender"
    case .changeRecord(let number): "record \(number) is changed without a key"
    case .ancient(let family): "\(family): a webhook that is older than is remembered"
    case .loseDefinitions: "the process dies, and the next one cannot read all definitions"
    }
  }
}
