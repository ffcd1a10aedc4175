public import CivilTime

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
  public var marketing: Bool
  public var isProfilingAllowed: Bool
  /// Channels besides mail, which is always one.
  public var channels: Set<String>

  public init(marketing: Bool, isProfilingAllowed: Bool = true, channels: Set<String> = []) {
    self.marketing = marketing
    self.isProfilingAllowed = isProfilingAllowed
    self.channels = channels
  }
}

/// Messages to one client in their order, and what ends them.
public struct NurturingSequence: Hashable, Sendable {
  public enum Exit: String, Hashable, Sendable, CaseIterable {
    case unsubscribed
    case replied
    case booked
    case hardBounce = "hard_bounce"
    case erased
    case won = "closed_won"
    case lost = "closed_lost"
  }

  public struct Message: Hashable, Sendable {
    public let template: String
    public let channel: String
    public let due: Instant
    /// Committed messages are with a provider, or as good as there.
    public var isCommitted: Bool

    public init(template: String, channel: String = "mail", due: Instant, isCommitted: Bool = false) {
      self.template = template
      self.channel = channel
      self.due = due
      self.isCommitted = isCommitted
    }
  }

  public let type: SequenceType
  public var messages: [Message]

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
