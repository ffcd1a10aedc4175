internal import CEL
internal import CivilTime
internal import EngineMessages
internal import WorkflowEngine

/// Somebody who sends one input, again and again until it is acknowledged, as webhooks and clients do; at times once more.
final class Sender {
  enum Kind {
    case start, event, webhook, command
    /// Uses another sender's key.
    case impostor
  }

  let number: Int
  let kind: Kind
  let name: String
  let family: Int?
  /// Appears as the actor in the history, so that the steps of this input can be counted.
  var actor: String { "\(name) #\(number)" }
  private(set) var make: ((ReplyToken) -> TurnInput)!
  /// The first acknowledgement; nil until there is one.
  var acknowledgement: Reply?
  /// The refusal that ended the sending; nil if there was none.
  var refusal: Reply?
  private var tries = 0

  init(_ number: Int, _ kind: Kind, _ name: String, family: Int?, make: (Sender) -> (ReplyToken) -> TurnInput) {
    self.number = number
    self.kind = kind
    self.name = name
    self.family = family
    self.make = make(self)
  }

  /// How long the sender waits before it tries again: 5 seconds first, and an hour in the end. Without that a family that
  /// is stopped for weeks would be asked a million times.
  func nextPause() -> Duration {
    tries += 1
    return .seconds(min(3_600, 5 << min(tries - 1, 10)))
  }

  /// True if nothing has to be sent any more.
  var isSettled: Bool { acknowledgement != nil || refusal != nil }
}

extension Reply {
  /// The first reply, of which this may be a repetition.
  var original: Reply { if case .duplicate(let first) = self { first.original } else { self } }

  /// True if the input was taken and is remembered.
  var isAcknowledgement: Bool {
    switch original {
    case .accepted, .created, .carriedOut: true
    default: false
    }
  }

  /// True if this is what a sender may hear that uses a known key for other content: a provider hears what it was told
  /// before, and everybody may be asked to try again.
  var isAnswerToAnImpostor: Bool {
    switch self {
    case .conflict, .overloaded, .duplicate: true
    default: false
    }
  }

  /// True if the sender should try again.
  var isOverload: Bool { if case .overloaded = self { true } else { false } }

  /// True if the input failed in the middle, and left nothing.
  var isFailure: Bool { if case .rejected("step_failed", _) = original { true } else { false } }

  /// Compares what a sender reads of two replies. Capabilities are derived again each time.
  func says(_ other: Reply) -> Bool {
    switch (original, other.original) {
    case (.created(let first, _), .created(let second, _)): first == second
    case (let first, let second): first == second
    }
  }
}
