public import CivilTime

/// The kinds of sequences of messages.
public enum SequenceType: String, Hashable, Sendable, CaseIterable {
  case consultationPreparation = "consultation_prep"
  case afterConsultation = "post_consultation"
  case longTerm = "long_term"
  case reEngagement = "re_engagement"

  /// Mails that belong to a booking need no consent to marketing.
  public var isMarketing: Bool { self == .longTerm || self == .reEngagement }
}

/// The permissions and wishes of a client.
public struct ContactConsents: Hashable, Sendable {
  /// The client has consented to marketing.
  public var marketing: Bool
  /// The client does not object to profiling. An objection also stops messages of marketing.
  public var isProfilingAllowed: Bool
  /// Channels besides mail, which is always one.
  public var channels: Set<String>

  /// Creates consents. Unless stated otherwise, profiling is allowed and mail is the only channel.
  public init(marketing: Bool, isProfilingAllowed: Bool = true, channels: Set<String> = []) {
    self.marketing = marketing
    self.isProfilingAllowed = isProfilingAllowed
    self.channels = channels
  }
}

/// Messages to one client in their order, and what ends them.
public struct NurturingSequence: Hashable, Sendable {
  /// The events that end a sequence: no message leaves after one of them.
  public enum Exit: String, Hashable, Sendable, CaseIterable {
    case unsubscribed
    case replied
    case booked
    case hardBounce = "hard_bounce"
    case erased
    case won = "closed_won"
    case lost = "closed_lost"
  }

  /// One message of a sequence.
  public struct Message: Hashable, Sendable {
    /// The name of the template that the message is made from.
    public let template: String
    /// Either `mail` or a channel that the client has to allow.
    public let channel: String
    /// The earliest time at which the message may leave.
    public let due: Instant
    /// Committed messages are with a provider, or as good as there.
    public var isCommitted: Bool

    /// Creates a message, by mail and not committed unless stated otherwise.
    public init(template: String, channel: String = "mail", due: Instant, isCommitted: Bool = false) {
      self.template = template
      self.channel = channel
      self.due = due
      self.isCommitted = isCommitted
    }
  }

  /// The kind of the sequence, which decides whether its messages need consent to marketing.
  public let type: SequenceType
  /// All messages in their order, committed ones included.
  public var messages: [Message]

  /// Creates a sequence from its type and its messages in their order.
  public init(_ type: SequenceType, _ messages: [Message]) {
    self.type = type
    self.messages = messages
  }

  /// Messages that may leave now: due, not committed, on a channel that the client allows. None of marketing leaves
  /// without consent to it, or for somebody who objects to profiling.
  public func mayLeave(now: Instant, consents: ContactConsents, exit: Exit? = nil) -> [Message] {
    guard exit == nil, !type.isMarketing || (consents.marketing && consents.isProfilingAllowed) else { return [] }
    return messages.filter { message in
      !message.isCommitted && message.due <= now
        && (message.channel == "mail" || consents.channels.contains(message.channel))
    }
  }

  /// Whether a client may be written to again: no booking for 180 days, consent to marketing, and at most once in 365
  /// days.
  public static func mayReEngage(
    lastBooking: Instant, lastReEngagement: Instant?, consents: ContactConsents, now: Instant
  ) -> Bool {
    consents.marketing && consents.isProfilingAllowed && now.seconds - lastBooking.seconds >= 180 * 86_400
      && lastReEngagement.map { now.seconds - $0.seconds >= 365 * 86_400 } ?? true
  }
}
